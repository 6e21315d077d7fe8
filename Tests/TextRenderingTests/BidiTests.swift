import Testing

@testable import TextRendering

@Suite struct BidiTests {
  static let samples: [(text: String, base: Int8, levels: [Int8])] = [
    ("abc", 0, [0, 0, 0]),
    ("אב", 1, [1, 1]),
    ("a אב b", 0, [0, 0, 1, 1, 0, 0]),
    ("אב 12", 1, [1, 1, 1, 2, 2]),
    ("א(b)", 1, [1, 1, 2, 1]),
    ("12", 0, [0, 0]),
  ]

  @Test("Levels follow UAX #9", arguments: samples)
  func levels(text: String, base: Int8, levels: [Int8]) throws {
    try Rendering().analysed(text) { working in
      #expect((0..<working.count).map { working.levels[$0] } == levels)
      #expect(working.paragraphs[0].baseLevel == base)
    }
  }

  @Test("Every paragraph has its own direction")
  func paragraphs() throws {
    let page = try Rendering().page("abc\nאבג\r\ndef")
    #expect(page.lines.map(\.isRightToLeft) == [false, true, false])
  }
}
