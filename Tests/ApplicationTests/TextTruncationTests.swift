import Testing
import TextRendering

@testable import Application

@Suite("Text that was lost")
struct LostTextTests {
  @Test("nothing lost needs no sentence")
  func nothing() {
    #expect(TextTruncation().sentence == nil)
  }

  @Test("what was lost is counted and said")
  func sentence() {
    var truncation = TextTruncation()
    truncation.missing = [0x41: 1]
    #expect(truncation.sentence == "the model did not see 1 character without a glyph")
    truncation.missing = [0x41: 1000, 0x42: 234]
    truncation.truncatedCharacters = 2
    truncation.replacedBytes = 1
    #expect(
      truncation.sentence
        == "the model did not see 1,234 characters without a glyph, 2 characters cut off, 1 byte outside UTF-8")
  }

  @Test("a summary lists the code points, the most frequent first")
  func json() {
    var truncation = TextTruncation()
    truncation.missing = [0x41: 1, 0x1F600: 7]
    #expect(truncation.json["missing_glyphs"] == 8)
    #expect(truncation.json["missing"]?.compactText == #"{"1f600":7,"41":1}"#)
  }
}
