import CICU
import FoundationEssentials
import TestSupport
import Testing

@testable import TextRendering

@Suite struct SegmentationTests {
  static let graphemeFile = UnicodeTestFile("GraphemeBreakTest")
  static let lineFile = UnicodeTestFile("LineBreakTest")

  @Test(
    "Unicode's GraphemeBreakTest agrees",
    .enabled(if: graphemeFile != nil, "\(UnicodeTestFile.absence("GraphemeBreakTest"))"))
  func graphemes() throws {
    let file = try #require(Self.graphemeFile)
    let rendering = try Rendering()
    for line in file.lines {
      let (scalars, breaks) = UnicodeData.breaks(in: line)
      let text = WorkingText()
      var bytes = UnicodeData.text(scalars)
      bytes.withUTF8 { CaptionDecoder(table: rendering.renderer.table, lowercase: false).decode($0, into: text) }
      guard text.count == scalars.count else { continue }
      GraphemeClusters.mark(text)
      #expect(
        (0..<text.count).filter { text.isClusterStart($0) } + [text.count] == breaks,
        "\(line) (Unicode \(file.version))")
    }
    #expect(file.lines.count >= 602)
  }

  @Test(
    "Unicode's LineBreakTest agrees as far as ICU does",
    .enabled(if: lineFile != nil, "\(UnicodeTestFile.absence("LineBreakTest"))"),
    .enabled(if: known != nil, "nobody has looked at where ICU \(U_ICU_VERSION) differs from LineBreakTest"))
  func lines() throws {
    let file = try #require(Self.lineFile)
    let known = try #require(Self.known)
    let rendering = try Rendering()
    var different: [String] = []
    for line in file.lines {
      let (scalars, breaks) = UnicodeData.breaks(in: line)
      let found = try breakPlaces(scalars, rendering)
      if found != breaks { different.append(String(line).split(whereSeparator: \.isWhitespace).joined(separator: " ")) }
    }
    #expect(file.lines.count >= 7654)
    let (more, fewer) = (Set(different).subtracting(known), known.subtracting(different))
    #expect(more.isEmpty && fewer.isEmpty, "Unicode \(file.version), differs: \(more); no longer: \(fewer)")
  }

  /// The cases in which the installed ICU breaks otherwise than the file of its version.
  static let known: Set<String>? = {
    let path = Fixture.path("linebreak-differences-\(UnicodeTestFile.icuVersion).txt")
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return Set(text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0) })
  }()

  /// Where a line may break, the end included; plain text by our own pairs, as in a caption. The text is not normalized, and
  /// opportunities inside a cluster, which a caption does not use, count.
  private func breakPlaces(_ scalars: [UInt32], _ rendering: Rendering) throws -> [Int] {
    let text = WorkingText()
    var string = UnicodeData.text(scalars)
    string.withUTF8 { CaptionDecoder(table: rendering.renderer.table, lowercase: false).decode($0, into: text) }
    guard text.count == scalars.count else { return [] }
    for index in 0..<text.count { text.marks[index] = WorkingText.clusterStart }
    let utf16 = ScratchBuffer<UInt16>()
    for unit in string.utf16 { utf16.append(unit) }
    try rendering.renderer.languageFonts("und").lineBreaks.mark(text, utf16: utf16)
    return (0..<text.count).filter { text.marks[$0] & WorkingText.breakBefore != 0 } + [text.count]
  }

  @Test(
    "A virama ties no directional control, and controls and conjuncts are facts of their own",
    arguments: [0x202A, 0x202B, 0x202C, 0x2066, 0x2067, 0x2069] as [UInt32])
  func conjuncts(control: UInt32) throws {
    let renderer = try Rendering().renderer
    let text = UnicodeData.text([0x915, 0x94D, control, 0x937])
    #expect(try renderer.breaks(in: text, at: .grapheme) == [0, 2, 3, 4])
    #expect(renderer.table[control].conjunct == Conjunct.none.rawValue)
    #expect(!renderer.table[0x915].has(CharacterProperties.isDirectionalControl))
  }

  static let scripts: [(text: String, scripts: [String])] = [
    ("ab, cd", ["Latn", "Latn", "Latn", "Latn", "Latn", "Latn"]),
    ("…я", ["Cyrl", "Cyrl"]),
    ("я(a)", ["Cyrl", "Cyrl", "Latn", "Cyrl"]),
    ("(a)я", ["Latn", "Latn", "Latn", "Cyrl"]),
    ("字1あ", ["Hani", "Hani", "Hira"]),
    ("a\u{301}", ["Latn"]),
    ("12", ["Zyyy", "Zyyy"]),
  ]

  @Test("Common characters take the script around them", arguments: scripts)
  func scriptItems(text: String, scripts: [String]) throws {
    try Rendering().analysed(text) { working in
      #expect((0..<working.count).map { ScriptCode(value: working.scripts[$0]).iso } == scripts)
    }
  }

  @Test("Bytes that are not UTF-8 are replaced and counted")
  func malformed() throws {
    let cases: [(bytes: [UInt8], scalars: [UInt32], replaced: Int)] = [
      ([0x61, 0xFF, 0x62], [0x61, 0xFFFD, 0x62], 1),
      ([0xE4, 0xB8], [0xFFFD], 2),
      ([0xC0, 0x80], [0xFFFD, 0xFFFD], 2),
      ([0xED, 0xA0, 0x80], [0xFFFD, 0xFFFD, 0xFFFD], 3),
      ([0xF0, 0x9F, 0x98, 0x41], [0xFFFD, 0x41], 3),
      ([0xF4, 0x90, 0x80, 0x80], [0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD], 4),
      ([0xF0, 0x9F, 0x98, 0x80], [0x1F600], 0),
      // Not in normal form besides.
      ([0x65, 0xCC, 0x81, 0xFF], [0xE9, 0xFFFD], 1),
    ]
    let rendering = try Rendering()
    for (bytes, scalars, replaced) in cases {
      let page = try bytes.withUnsafeBufferPointer { try rendering.renderer.page(utf8: $0, language: "en") }
      let text = rendering.renderer.text
      #expect((0..<text.count).map { text.scalars[$0] } == scalars, "\(bytes)")
      #expect(page.truncation.replacedBytes == replaced, "\(bytes)")
    }
  }
}
