import Testing

@testable import Corpora

@Suite("Lines")
struct LineReaderTests {
  static func read(_ bytes: [UInt8], limit: Int = 1_000, chunk: Int = 4) throws -> (
    lines: [TextLine], skipped: [String]
  ) {
    var reader = try LineReader(OpenFile(bytes, name: "a.jsonl"), limit: limit, chunk: chunk)
    var lines: [TextLine] = []
    while let line = try reader.next() { lines.append(line) }
    return (lines, reader.skipped.first.map(\.description))
  }

  static let texts: [(String, [String])] = [
    ("", []), ("a", ["a"]), ("a\n", ["a"]), ("\n", [""]), ("\n\n", ["", ""]), ("a\r\nb", ["a", "b"]),
    ("\r\n\r\n", ["", ""]), ("a\rb\n", ["a\rb"]), ("\u{FEFF}a\n\u{FEFF}", ["a", "\u{FEFF}"]), ("ä\n数\n", ["ä", "数"]),
    ("a\u{0}b\n", ["a\u{0}b"]), ("a\r", ["a\r"]),
  ]

  @Test("Lines come with their number and place, however the file is cut", arguments: texts)
  func lines(text: String, expected: [String]) throws {
    let bytes = Array(text.utf8)
    for chunk in 1...8 {
      let (lines, skipped) = try Self.read(bytes, chunk: chunk)
      #expect(lines.map { Array($0.text.utf8) } == expected.map { Array($0.utf8) } && skipped == [], "\(chunk)")
      #expect(lines.map(\.number) == Array(1..<lines.count + 1))
      #expect(lines.allSatisfy { Array(bytes[$0.offset..<$0.offset + $0.length]) == Array($0.text.utf8) })
    }
  }

  @Test("Lines that are too long or not UTF-8 are skipped with their number", arguments: 1...9)
  func skipping(chunk: Int) throws {
    let bytes = Array("abcd\nabcde\n\r\nabcd\r\nabcde\r\n".utf8) + [0xC3, 10] + Array("end".utf8)
    let (lines, skipped) = try Self.read(bytes, limit: 4, chunk: chunk)
    #expect(lines.map(\.text) == ["abcd", "", "abcd", "end"])
    #expect(lines.map(\.number) == [1, 3, 4, 7])
    #expect(
      skipped == [
        "a.jsonl:2: the line has more than 4 bytes and was skipped",
        "a.jsonl:5: the line has more than 4 bytes and was skipped",
        "a.jsonl:6: the line is not valid UTF-8 and was skipped",
      ])
  }

  @Test("UTF-16 is named", arguments: [[0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61]] as [[UInt8]])
  func utf16(bytes: [UInt8]) {
    #expect(throws: CorpusError("a.jsonl: the file is UTF-16 text; convert it to UTF-8 first")) { try Self.read(bytes) }
  }

  @Test("What is kept in words is bounded")
  func bounded() throws {
    let (_, skipped) = try Self.read(
      [UInt8]((0..<SkippedRecords.keptLimit + 2_000).flatMap { _ in [0xFF, 10] as [UInt8] }), chunk: 4_096)
    #expect(skipped.count == SkippedRecords.keptLimit)
  }
}
