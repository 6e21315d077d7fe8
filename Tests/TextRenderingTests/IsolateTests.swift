import Testing

@testable import TextRendering

@Suite("Isolates, embeddings and brackets") struct IsolateTests {
  private static let plain: [UInt32] = [
    0x61, 0x5D0, 0x627, 0x30, 0x660, 0x2B, 0x23, 0x2C, 0x20, 0x21, 0x300, 0x28, 0x29, 0x5B, 0x5D, 0x09,
  ]
  private static let isolates: [UInt32] = [0x2066, 0x2067, 0x2068, 0x2069, 0x2069, 0x2069]
  private static let embeddings: [UInt32] = [0x202A, 0x202B, 0x202D, 0x202E, 0x202C, 0x202C]

  static let alphabets: [(name: String, scalars: [UInt32])] = [
    ("letters and marks", plain),
    ("brackets and marks", [0x61, 0x5D0, 0x300, 0x28, 0x29, 0x5B, 0x5D, 0x21, 0x660, 0x30, 0xAD]),
    ("isolates", plain + isolates), ("embeddings", plain + embeddings),
    ("both", plain + isolates + embeddings + [0xAD, 0x200D]), ("isolates alone", isolates + [0x61, 0x5D0]),
  ]

  private static func classes(_ scalars: [UInt32], _ table: CharacterTable) -> [BidiReference.Class] {
    scalars.map { BidiReference.Class(rawValue: Int(table[$0].bidiClass)) ?? .on }
  }

  @Test("Random strings get the levels of a plain UAX #9, 4,000 of each kind", arguments: alphabets.map(\.name))
  func random(name: String) throws {
    let alphabet = try #require(Self.alphabets.first { $0.name == name }).scalars
    let table = CharacterTable()
    let algorithms = Conformance.algorithms()
    var state: UInt64 = 21
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for _ in 0..<4000 {
      let scalars = (0...next(18)).map { _ in alphabet[next(alphabet.count)] }
      let base = next(3) - 1
      let expected = BidiReference(scalars, classes: Self.classes(scalars, table), base: base)
      let bidi = try #require(algorithms[Int32(base)])
      let found = try Conformance.levels(scalars, bidi, table)
      let codes = scalars.map { String($0, radix: 16) }.joined(separator: " ")
      #expect(Int(found.base) == expected.paragraphLevel, "\(codes), base \(base)")
      #expect(
        zip(found.levels, expected.levels).allSatisfy { $1 == nil || Int($0) == $1 },
        "\(codes), base \(base): \(found.levels), not \(expected.levels.map { $0 ?? -1 })")
    }
  }

  @Test("The reference agrees with Unicode's BidiCharacterTest", .enabled(if: UnicodeData.isInstalled))
  func reference() throws {
    let table = CharacterTable()
    var cases = 0
    for line in UnicodeData.lines("BidiCharacterTest.txt").enumerated() where line.offset % 31 == 0 {
      let fields = line.element.split(separator: ";", omittingEmptySubsequences: false).map { $0.split(separator: " ") }
      let scalars = fields[0].compactMap { UInt32($0, radix: 16) }
      // It knows two kinds of brackets.
      guard scalars.allSatisfy({ ![0x7B, 0x7D, 0x2329, 0x232A, 0x3008, 0x3009].contains($0) }) else { continue }
      let found = BidiReference(
        scalars, classes: Self.classes(scalars, table), base: fields[1][0] == "2" ? -1 : Int(fields[1][0]) ?? 0)
      cases += 1
      #expect(
        zip(found.levels, fields[3]).allSatisfy { $1 == "x" || $0.map { String($0) } == String($1) }, "\(line.element)")
    }
    #expect(cases > 500)
  }

  /// Text, base direction, and what stands on the page from left to right.
  static let shown: [(text: String, base: Inspection.Base, shows: String)] = [
    ("\u{2067}PM\u{2069}\u{2067}96 / 110\u{2069}", .leftToRight, "PM110 / 96"),
    ("\u{2067}96 / 110\u{2069}", .leftToRight, "110 / 96"),
    ("\u{2067}א\u{2069}\u{2066}96 / 110\u{2069}", .leftToRight, "א96 / 110"),
    ("\u{2067}א\u{2069}\u{2066}96 / 110\u{2069}", .rightToLeft, "96 / 110א"),
    ("\u{2068}a b\u{2069} \u{2068}א ב\u{2069}", .leftToRight, "a b ב א"),
    ("\u{202B}a\u{202C} א", .leftToRight, "א a"),
    ("\u{202E}abc\u{202C}d", .leftToRight, "cbad"),
  ]

  @Test("Pages show isolates in their order", arguments: shown)
  func pages(text: String, base: Inspection.Base, shows: String) throws {
    let renderer = try TextRenderer(
      fonts: FontStack.load(from: nil), options: RendererOptions(columns: 40), inspection: Inspection(base: base))
    let page = try renderer.page(for: text, language: "und")
    let bytes = Array(text.utf8)
    let order = page.glyphs.sorted { $0.x < $1.x }.map { String(decoding: bytes[$0.textRange], as: UTF8.self) }
    #expect(order.joined() == shows.filter { $0 != " " })
  }

  @Test("Levels end at 125, and a paragraph of isolates takes no square of time")
  func deep() throws {
    let table = CharacterTable()
    let bidi = BidiResolver()
    for pattern in [[0x2067], [0x202B], [0x2068], [0x2067, 0x202B], [0x2067, 0x61, 0x2069]] as [[UInt32]] {
      let scalars = Array((0..<20_000).map { _ in pattern }.joined()) + [0x61, 0x5D0]
      let levels = try Conformance.levels(scalars, bidi, table).levels
      #expect(levels.allSatisfy { (0...126).contains($0) })
    }
    let nested: [UInt32] =
      Array(repeating: 0x2067, count: 130) + [0x5D0] + Array(repeating: 0x2069, count: 130) + [0x62]
    let expected = BidiReference(nested, classes: Self.classes(nested, table), base: -1)
    let found = try Conformance.levels(nested, bidi, table)
    #expect(zip(found.levels, expected.levels).allSatisfy { Int($0) == $1 })
  }
}
