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
      withoutNormalForm(UnicodeData.text(scalars), rendering) { text in
        guard text.count == scalars.count else { return }
        let finder = ClusterFinder()
        let starts = withExtendedLifetime(finder) { Array(finder.find(text).starts.elements) }
        #expect(
          starts.indices.filter { starts[$0] } + [text.count] == breaks, "\(line) (Unicode \(file.version))")
      }
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
    try withoutNormalForm(UnicodeData.text(scalars), rendering) { text in
      guard text.count == scalars.count else { return [] }
      let starts = ScratchBuffer<Bool>()
      for _ in 0..<text.count { starts.append(true) }
      let breaker = LineBreaker()
      return try withExtendedLifetime((starts, breaker)) {
        let clusters = GraphemeClusters(text: text, starts: starts.view)
        let breaks = try breaker.find(in: clusters, by: rendering.renderer.languageFonts("und").lineBreaks).before
        return (0..<text.count).filter { breaks[$0] } + [text.count]
      }
    }
  }

  /// Gives a text whose characters are as they came to `body`.
  private func withoutNormalForm<Result>(
    _ string: String, _ rendering: Rendering, _ body: (NormalizedText) throws -> Result
  ) rethrows -> Result {
    let decoder = CaptionDecoder(table: rendering.renderer.table, lowercase: false)
    let utf16 = ScratchBuffer<UInt16>()
    for unit in string.utf16 { utf16.append(unit) }
    var string = string
    return try withExtendedLifetime((decoder, utf16)) {
      try body(NormalizedText(string.withUTF8 { decoder.decode($0) }, utf16: utf16.view))
    }
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
    try Rendering().itemized(text) { item in
      #expect(item.scripts.values.elements.map { ScriptCode(value: $0).iso } == scripts)
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
      try withExtendedLifetime(rendering) {
        let text = try bytes.withUnsafeBufferPointer { try rendering.renderer.place($0, language: "en").laid.item.text }
        #expect(Array(text.scalars.elements) == scalars, "\(bytes)")
      }
      #expect(page.truncation.replacedBytes == replaced, "\(bytes)")
    }
  }
}
