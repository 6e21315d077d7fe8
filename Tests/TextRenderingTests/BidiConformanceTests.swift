import Testing

@testable import TextRendering

@Suite struct BidiConformanceTests {
  /// A character of every bidirectional class.
  static let samples: [Substring: UInt32] = [
    "L": 0x61, "R": 0x5D0, "EN": 0x30, "ES": 0x2B, "ET": 0x23, "AN": 0x660, "CS": 0x2C, "B": 0x2029, "S": 0x09,
    "WS": 0x20, "ON": 0x21, "LRE": 0x202A, "LRO": 0x202D, "RLE": 0x202B, "RLO": 0x202E, "PDF": 0x202C, "LRI": 0x2066,
    "RLI": 0x2067, "FSI": 0x2068, "PDI": 0x2069, "AL": 0x627, "NSM": 0x300, "BN": 0xAD,
  ]

  @Test("Unicode's BidiTest agrees: levels and order of 770,241 cases", .enabled(if: UnicodeData.isInstalled))
  func classTest() throws {
    let table = CharacterTable()
    let algorithms = Conformance.algorithms()
    var levels: [Substring] = []
    var order: [Int] = []
    var cases = 0
    var wrong: [String] = []
    for (number, line) in UnicodeData.lines("BidiTest.txt").enumerated() {
      if line.hasPrefix("@Levels:") {
        levels = line.dropFirst(8).split(whereSeparator: \.isWhitespace)
      } else if line.hasPrefix("@Reorder:") {
        order = line.dropFirst(9).split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      } else if Conformance.includes(number, oneOf: 199) {
        let fields = line.split(separator: ";")
        let scalars = fields[0].split(separator: " ").compactMap { Self.samples[$0] }
        let directions = Int(fields[1].filter { !$0.isWhitespace }, radix: 16) ?? 0
        for (bit, base) in [(1, -1), (2, 0), (4, 1)] as [(Int, Int32)] where directions & bit != 0 {
          cases += 1
          let bidi = try #require(algorithms[base])
          if try !agrees(scalars, bidi, levels, order, table) { wrong.append("\(line) base \(base)") }
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of \(cases): \(wrong.prefix(3))")
    #expect(cases >= Conformance.expected(770_241, oneOf: 210))
  }

  @Test("Unicode's BidiCharacterTest agrees: levels and order of 91,707 cases", .enabled(if: UnicodeData.isInstalled))
  func characterTest() throws {
    let table = CharacterTable()
    let algorithms = Conformance.algorithms()
    var cases = 0
    var wrong: [Int] = []
    for (number, line) in UnicodeData.lines("BidiCharacterTest.txt").enumerated()
    where Conformance.includes(number, oneOf: 23) {
      let fields = line.split(separator: ";", omittingEmptySubsequences: false).map { $0.split(separator: " ") }
      let scalars = fields[0].compactMap { UInt32($0, radix: 16) }
      let direction: Int32 = fields[1][0] == "2" ? -1 : Int32(fields[1][0]) ?? 0
      let order = fields[4].compactMap { Int($0) }
      let bidi = try #require(algorithms[direction])
      let base = try Conformance.levels(scalars, bidi, table).base
      cases += 1
      if try String(base) != fields[2][0] || !agrees(scalars, bidi, fields[3], order, table) {
        wrong.append(number)
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of \(cases): \(wrong.prefix(3))")
    #expect(cases >= Conformance.expected(91_707, oneOf: 23))
  }

  /// `x` stands for characters that rule X9 removes; they have no place in the order.
  private func agrees(
    _ scalars: [UInt32], _ bidi: BidiResolver, _ expected: [Substring], _ order: [Int], _ table: CharacterTable
  ) throws -> Bool {
    let levels = try Conformance.levels(scalars, bidi, table).levels
    guard levels.count == expected.count else { return false }
    let kept = levels.indices.filter { expected[$0] != "x" }
    guard kept.allSatisfy({ String(levels[$0]) == expected[$0] }) else { return false }
    return Conformance.order(kept.map { levels[$0] }).map { kept[$0] } == order
  }
}
