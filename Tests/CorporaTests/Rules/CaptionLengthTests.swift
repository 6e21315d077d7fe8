import Testing
import Tokenizers

@testable import Corpora

@Suite("Length of captions")
struct CaptionLengthTests {
  @Test(
    "Bounds are read as they are written",
    arguments: [
      ("3-20", UnitBounds.between(least: 3, most: 20)), ("1-", .between(least: 1, most: nil)), ("any", .any),
      ("7-7", .between(least: 7, most: 7)),
    ])
  func bounds(text: String, bounds: UnitBounds) {
    #expect(UnitBounds(argument: text) == bounds && bounds.description == text)
  }

  @Test(
    "What is no bounds is refused",
    arguments: ["", "3", "-", "-3", "0-3", "4-3", "3-20-", "a-b", "1-1000001", "3 - 4", "99999999999999999999-", "Any"])
  func noBounds(text: String) {
    #expect(UnitBounds(argument: text) == nil)
  }

  @Test(
    "Words and characters are measured alike, and shares of both are added",
    arguments: [
      (2, 0, CaptionLength.Verdict.tooShort), (3, 0, .fits), (20, 0, .fits), (21, 0, .tooLong), (0, 4, .tooShort),
      (0, 5, .fits), (0, 32, .fits), (0, 33, .tooLong), (0, 0, .tooShort), (1, 3, .tooShort), (1, 4, .fits),
      (2, 2, .fits), (10, 16, .fits), (10, 17, .tooLong), (19, 2, .tooLong),
    ])
  func usual(words: Int, characters: Int, verdict: CaptionLength.Verdict) {
    #expect(CaptionLength().judge(words: words, characters: characters) == verdict)
  }

  @Test(
    "A kind that is not judged is always enough and never too much",
    arguments: [
      (UnitBounds.any, UnitBounds.between(least: 5, most: 32), 0, 4, CaptionLength.Verdict.tooShort),
      (.any, .between(least: 5, most: 32), 1, 4, .fits), (.any, .between(least: 5, most: 32), 99, 0, .fits),
      (.any, .between(least: 5, most: 32), 0, 0, .fits), (.any, .between(least: 5, most: 32), 99, 33, .tooLong),
      (.between(least: 3, most: nil), .any, 2, 0, .tooShort), (.between(least: 3, most: nil), .any, 2, 1, .fits),
      (.between(least: 3, most: nil), .between(least: 5, most: 6), 900, 6, .fits),
      (.between(least: 3, most: 9), .between(least: 5, most: nil), 10, 900, .tooLong), (.any, .any, 0, 0, .fits),
    ])
  func single(words: UnitBounds, characters: UnitBounds, count: Int, more: Int, verdict: CaptionLength.Verdict) {
    let length = CaptionLength(words: words, characters: characters)
    #expect(length.judge(words: count, characters: more) == verdict)
  }

  @Test(
    "A sentence without spaces is no single word",
    arguments: [
      "一只红色的猫在沙发上睡觉", "赤い猫がソファで寝ている", "แมวสีแดงนอนบนโซฟา", "ແມວສີແດງນອນ", "ကြောင်နီလေးအိပ်နေသည်",
      "ཞི་མི་དམར་པོ་ཞིག་ཉལ་འདུག",
    ])
  func withoutSpaces(text: String) throws {
    #expect(text.split(separator: " ").count == 1)
    let units = try CaptionSegmenter().units(of: text)
    #expect(
      units.words == 0 && CaptionLength().judge(units) == .fits, "\(units.words) words, \(units.characters) characters")
  }
}
