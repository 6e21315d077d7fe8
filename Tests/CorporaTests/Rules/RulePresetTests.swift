import JSON
import Schema
import Testing

@testable import Corpora

@Suite("Presets of rules")
struct RulePresetTests {
  private static func limits(_ text: String) throws -> RuleLimits {
    var rules = CorpusRules()
    try rules.update(from: JSONValue(parsing: text), at: .root)
    return rules.limits
  }

  @Test("ALIGN's rules and Wukong's are those of their papers, and what is set takes a limit's place")
  func presets() throws {
    let align = try Self.limits(#"{"preset": "align"}"#)
    #expect(align.rules == CorpusRule.allCases.dropLast())
    #expect(
      align.json.compactText
        == #"{"minSide":201,"maxAspect":{"ratio":3,"allowed":false},"maxCaptionsPerImage":1000,"maxImagesPerCaption":10,"#
        + #""vocabularySize":100000000,"length":{"words":"3-20","characters":"5-32"}}"#)
    let wukong = try Self.limits(#"{"preset": "wukong"}"#)
    #expect(
      wukong.json.compactText
        == #"{"minSide":201,"maxAspect":{"ratio":3,"allowed":true},"maxImagesPerCaption":10}"#)
    let other = try Self.limits(
      #"{"preset": "align", "minSide": 0, "maxAspect": 2.5, "vocabularySize": 0, "words": "2-", "heldOutDistance": 0}"#)
    #expect(
      other.json.compactText
        == #"{"maxAspect":{"ratio":2.5,"allowed":true},"maxCaptionsPerImage":1000,"maxImagesPerCaption":10,"#
        + #""length":{"words":"2-","characters":"5-32"},"heldOut":0}"#)
    #expect(try Self.limits("{}").rules == [] && Self.limits(#"{"preset": "align", "words": "any"}"#).length != nil)
    #expect(try Self.limits(#"{"preset": "align", "words": "any", "characters": "any"}"#).length == nil)
  }

  @Test("A ratio of exactly the limit is allowed or not, as the rule says")
  func aspect() {
    let (below, most) = (AspectLimit(value: 3, isAllowed: false), AspectLimit(value: 3, isAllowed: true))
    #expect(!below.allows(shorter: 300, longer: 900) && most.allows(shorter: 300, longer: 900))
    #expect(below.allows(shorter: 300, longer: 899) && !most.allows(shorter: 300, longer: 901))
    #expect(AspectLimit(value: 1, isAllowed: true).allows(shorter: 7, longer: 7))
  }

  @Test(
    "A limit that no rule can have is refused by its name",
    arguments: [
      (#"{"minSide": -1}"#, "minSide: -1 is out of range"), (#"{"maxAspect": 0.5}"#, "maxAspect: 0.5 is out of range"),
      (#"{"heldOutDistance": 16}"#, "heldOutDistance: 16 is out of range; allowed: 0 to 15"),
      (#"{"words": "20-3"}"#, "words: “20-3” should be two numbers such as 3-20"), (#"{"words": 3}"#, "words: "),
      (#"{"preset": "aling"}"#, "did you mean align?"), (#"{"minside": 3}"#, "did you mean minSide?"),
      (#"{"vocabularySize": 9999999999}"#, "vocabularySize: 9999999999 is out of range"),
    ])
  func refused(text: String, says: String) throws {
    let error = try #require(throws: RecipeError.self) { try Self.limits(text) }
    #expect(error.description.contains(says), "\(error)")
  }
}
