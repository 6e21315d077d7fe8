import Testing

@testable import Corpora

@Suite("Captions that speak of left and right")
struct CaptionSidesTests {
  @Test(
    "are found by words of their language",
    arguments: [
      ("zh", "左边的狗", true), ("zh-Hant", "右手邊的貓", true), ("zh", "一只狗", false), ("en", "A dog on the left .", true),
      ("en", "Right-handed player", true), ("en", "a bright light", false), ("de", "rechts ein Hund", true),
      ("de", "ein Hund", false), ("fr", "à gauche", true), ("ar", "كلب على اليسار", true), ("ru", "слева собака", true),
      ("tr", "soldaki köpek", true), ("xx", "left right 左右", false),
    ])
  func words(language: String, text: String, expected: Bool) {
    #expect(CaptionSides.mentions(Caption(text: text, language: language, role: .raw)) == expected)
  }
}
