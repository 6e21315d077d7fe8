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

  @Test("Unicode's BidiCharacterTest agrees", .enabled(if: UnicodeData.isInstalled))
  func characterTest() throws {
    let table = CharacterTable()
    var count = 0
    for (number, line) in UnicodeData.lines("BidiCharacterTest.txt").enumerated() where number % 23 == 0 {
      let fields = line.split(separator: ";").map { $0.split(separator: " ") }
      let scalars = fields[0].compactMap { UInt32($0, radix: 16) }
      let classes = scalars.map { fribidiClass(of: $0, table) }
      let brackets = scalars.map { BidiLevels.bracket($0, table[$0]) }
      let direction: Int32 = fields[1][0] == "2" ? -1 : Int32(fields[1][0]) ?? 0
      var levels = [Int8](repeating: 0, count: scalars.count)
      let base = try BidiLevels.levels(classes, brackets, scalars.count, base: direction, into: &levels)
      #expect(String(base) == fields[2][0], "line \(number + 1)")
      resetTrailingSpace(&levels, scalars, table, base)
      for (level, expected) in zip(levels, fields[3]) where expected != "x" {
        #expect(String(level) == expected, "line \(number + 1)")
      }
      count += 1
    }
    #expect(count > 3000)
  }

  private func fribidiClass(of scalar: UInt32, _ table: CharacterTable) -> UInt32 {
    BidiLevels.fribidiClass(table[scalar])
  }

  /// Rule L1 for a paragraph that is one line.
  private func resetTrailingSpace(_ levels: inout [Int8], _ scalars: [UInt32], _ table: CharacterTable, _ base: Int8) {
    // U_WHITE_SPACE_NEUTRAL, the embedding and isolate controls, and boundary neutrals.
    let blank: Set<Int32> = [9, 11, 12, 14, 15, 16, 18, 19, 20, 21, 22]
    var index = scalars.count - 1
    while index >= 0, blank.contains(table[scalars[index]].bidiClass) || table[scalars[index]].bidiClass == 7 {
      levels[index] = base
      index -= 1
    }
  }
}
