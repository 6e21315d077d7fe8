import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite("Rare n-grams")
struct RarityTests {
  private static let captions = [
    #""en": "red cat""#, #""en": "red cat""#, #""en": "red dog""#, #""zh": "红猫""#, #""zh": "红狗""#,
  ]

  private static func filtered(_ size: Int) throws -> CorpusFilter.Outcome {
    var rules = CorpusRules()
    rules.vocabularySize = size
    return try RuledPairs(captions.enumerated().map { #"{"image": "\#($0)-9x9.png", "captions": {\#($1)}}"# })
      .filtered(rules)
  }

  @Test(
    "A caption with an n-gram beyond the vocabulary of its language is dropped",
    arguments: [
      // English: red 3, cat 2, "red cat" 2, dog 1, "red dog" 1. Chinese: 红 2, 猫 1, 狗 1, 红猫 1, 红狗 1.
      (1, ["en": 0, "zh": 0]), (2, ["en": 2, "zh": 2]), (3, ["en": 2, "zh": 2]), (4, ["en": 3, "zh": 2]),
      (5, ["en": 3, "zh": 2]), (1_000, ["en": 3, "zh": 2]),
    ])
  func kept(size: Int, kept: [String: Int]) throws {
    let counts = try Self.filtered(size).counts
    for (language, captions) in kept { #expect(counts.kept.languages[language]?.captions ?? 0 == captions) }
    #expect(counts.found.all.captions == 5)
  }

  @Test("The reason names the n-gram and how often it occurs")
  func reason() throws {
    let reasons = try Self.filtered(2).skipped.first.map(\.reason)
    #expect(
      reasons == [
        "vocabularySize: the caption “red dog” (en) has “dog”, which occurs 1 time; the vocabulary begins at 2"
      ])
  }
}
