import FoundationEssentials
import Images
import TestSupport
import Testing

@testable import TextRendering

/// What `dump(of:)` writes.
struct Dump: Decodable {
  struct Glyph: Decodable {
    var font: String
    var face: Int
    var glyph: UInt32
    var cluster: Int
    var x: Int32
    var y: Int32
    var advance: Int
    var color: Bool
  }

  struct Line: Decodable {
    var start: Int
    var end: Int
    var base: String
    var glyphs: [Glyph]
  }

  struct Patch: Decodable {
    var row: Int
    var column: Int
    var start: Int
    var end: Int
  }

  var lines: [Line]
  var drawn: Int
  var patches: [Patch]

  init(of text: String, _ language: String, by renderer: TextRenderer) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(renderer.dump(of: text, language: language).utf8))
  }
}

@Suite("Dumps and SVG") struct DumpTests {
  /// Where words meet without a space, in every script where they do, beside scripts where they do not.
  static let captions: [(language: String, text: String)] =
    Golden.texts.filter { $0.name != "emoji" }.map { ($0.language, $0.text) } + [
      ("th", "ภาษาไทยเป็นภาษาที่มีระดับเสียง"), ("km", "ព្រះរាជាណាចក្រកម្ពុជាជារដ្ឋ"), ("lo", "ພາສາລາວເປັນພາສາ"),
      ("my", "မြန်မာဘာသာစကားသည်"), ("ko", "대한민국의수도는 서울입니다"), ("zh", "用USB接口3个"), ("ja", "iPhoneを2台カメラ"),
      ("bo", "བོད་ཀྱི་སྐད་ཡིག"), ("vi", "tra\u{301}i tim đo\u{309}"),
      ("ko", "\u{1108}\u{1161}\u{11AF}\u{1100}\u{1161}\u{11AB}"),
      ("de", "Donau\u{AD}dampf\u{AD}schiff\u{AD}fahrts\u{AD}gesellschaft"), ("en", "a \u{2003}b\u{3000}c\td"),
    ]

  /// The page that a dump describes: every glyph's own bitmap where the dump says that it stands.
  ///
  /// - Parameter isSideways: Says of a glyph's cluster whether it lies in a column.
  private func drawn(
    _ dump: Dump, _ renderer: TextRenderer, isSideways: (Int) -> Bool = { _ in false }
  ) throws -> PixelImage {
    let options = renderer.options
    var coverage = [Int](repeating: 0, count: options.width * options.height)
    for glyph in dump.lines.flatMap(\.glyphs) {
      let font = try #require(
        renderer.fonts.fonts.firstIndex { $0.definition.file == glyph.font && $0.definition.face == glyph.face })
      let place = try renderer.atlas.index(font: UInt16(font), glyph: glyph.glyph, sideways: isSideways(glyph.cluster))
      let bitmap = renderer.atlas.glyphs[Int(place)]
      let stride = (Int(bitmap.width) + 15) / 16 * 16
      for row in 0..<Int(bitmap.height) {
        for column in 0..<Int(bitmap.width) {
          let (x, y) = (Int(glyph.x + bitmap.left) + column, Int(glyph.y + bitmap.top) + row)
          guard (0..<options.width).contains(x), (0..<options.height).contains(y) else { continue }
          coverage[y * options.width + x] += Int(renderer.atlas.pixels[bitmap.offset + row * stride + column])
        }
      }
    }
    var image = PixelImage(
      width: options.width, height: options.height, filledWith: Color(red: 0, green: 0, blue: 0))
    for (index, sum) in coverage.enumerated() {
      let share = Double(min(sum, 255)) / 255
      let gray = Double(options.background) + share * (Double(options.foreground) - Double(options.background))
      for channel in 0..<3 { image.pixels[index * 3 + channel] = UInt8(gray.rounded()) }
    }
    return image
  }

  private static func largestDifference(_ one: PixelImage, _ other: PixelImage) -> Int {
    zip(one.pixels, other.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }

  @Test(
    "The glyphs of a dump draw the page, each once", arguments: [RendererOptions.Alignment.none, .word, .bigram],
    [40, 7, 4])
  func glyphs(alignment: RendererOptions.Alignment, columns: Int) throws {
    let renderer = try TextRenderer(
      fonts: FontStack.load(from: nil), options: RendererOptions(rows: 20, columns: columns, alignment: alignment))
    for (language, text) in Self.captions {
      let page = try renderer.page(for: text, language: language)
      let dump = try Dump(of: text, language, by: renderer)
      let difference = Self.largestDifference(try drawn(dump, renderer), page.canvas())
      #expect(difference <= 1, "\(language): \(text)")
      try checkSVG(text, language, page, renderer)
    }
  }

  /// An outline for every glyph with ink: those of the page and, where a page cuts them off, a few more.
  private func checkSVG(_ text: String, _ language: String, _ page: Page, _ renderer: TextRenderer) throws {
    let svg = try renderer.svg(of: text, language: language)
    let paths = svg.split(separator: "\n").filter { $0.hasPrefix("<path") }
    #expect(paths.count == page.glyphs.count, "\(language): \(text)")
    #expect(Set(paths).count == paths.count, "\(language): \(text)")
  }

  @Test("In columns too")
  func columns() throws {
    let renderer = try TextRenderer(
      fonts: FontStack.load(from: nil),
      options: RendererOptions(rows: 9, columns: 9, alignment: .word, writing: .vertical))
    for (language, text) in [
      ("zh", "红色的“心”，直骨「门」"), ("ja", "赤い心カタカナー"), ("th", "ภาษาไทยเป็นภาษา"), ("mn", "ᠤᠯᠠᠭᠠᠨ ᠵᠢᠷᠦᠬᠡ"),
      ("ko", "한국어abc心"),
    ] {
      let scalars = Array(text.unicodeScalars)
      let canvas = try renderer.page(for: text, language: language).canvas()
      let dump = try Dump(of: text, language, by: renderer)
      let drawn = try drawn(dump, renderer) {
        !renderer.table[scalars[$0].value].has(CharacterProperties.isUpright)
      }
      #expect(Self.largestDifference(drawn, canvas) <= 1, "\(text)")
    }
  }

  @Test("No glyph stands twice in font units either")
  func fontUnits() throws {
    let renderer = try TextRenderer(
      fonts: FontStack.load(from: nil), options: RendererOptions(alignment: .word),
      inspection: Inspection(usesFontUnits: true))
    for (language, text) in [("zh", "心abc猫"), ("th", "ภาษาไทย"), ("ko", "한국어")] {
      let glyphs = try Dump(of: text, language, by: renderer).lines[0].glyphs
      #expect(glyphs.map(\.cluster) == glyphs.map(\.cluster).sorted())
      #expect(Set(glyphs.map { [Int($0.x), Int($0.glyph), $0.cluster] }).count == glyphs.count, "\(text)")
      #expect(glyphs.filter { !$0.color }.count <= text.unicodeScalars.count, "\(text)")
    }
  }

  /// A text, its glyphs' clusters from left to right, and the end of its line: code points of the text as it stands here.
  static let clusters: [(text: String, clusters: [Int], end: Int)] = [
    ("abc", [0, 1, 2], 3),
    ("e\u{301}x", [0, 2], 3), ("\u{1108}\u{1161}\u{11AF}가", [0, 3], 4), ("a\u{302}\u{301}b\u{327}c", [0, 3, 5], 6),
    ("שלום", [3, 2, 1, 0], 4), ("\u{212B}x", [0, 1], 2), ("心\u{F900}字", [0, 1, 2], 3), ("x\u{1F71}y", [0, 1, 2], 3),
    ("a\u{1161}b", [0, 1, 2], 3), ("\u{AD}ab", [1, 2], 3),
  ]

  @Test("Clusters and lines count the caption's own code points", arguments: clusters)
  func positions(text: String, clusters: [Int], end: Int) throws {
    let renderer = try TextRenderer(fonts: FontStack.load(from: nil), options: RendererOptions(alignment: .word))
    let dump = try Dump(of: text, "und", by: renderer)
    let found = dump.lines[0].glyphs.filter { $0.advance > 0 }.map(\.cluster)
    #expect(found == clusters)
    #expect(dump.lines[0].start == 0 && dump.lines[0].end == end && dump.drawn == end)
  }

  @Test("Patches name the caption's own code points, and what is cut off is counted in them")
  func patches() throws {
    let text = "i\u{301}i\u{301} o\u{302}\u{301}"
    let renderer = try TextRenderer(
      fonts: FontStack.load(from: nil), options: RendererOptions(rows: 1, columns: 2, alignment: .word))
    let dump = try Dump(of: text + "\n" + text + " u\u{308}", "und", by: renderer)
    #expect(dump.patches.map(\.start) == [0, 5] && dump.patches.map(\.end) == [4, 8])
    // The second paragraph is lost, nine visible code points and two spaces.
    #expect(dump.drawn == 20 - 9)
    #expect(dump.lines.map(\.end) == [9])
  }

  @Test("Breaks count the caption's own code points", arguments: TextRenderer.Boundary.allCases)
  func breaks(boundary: TextRenderer.Boundary) throws {
    let renderer = try Rendering().renderer
    let expected: [Int] =
      switch boundary {
      case .line: [3, 7, 8, 9]
      case .grapheme: [0, 2, 3, 5, 6, 7, 8, 9]
      case .word: [0, 2, 3, 6, 7, 8, 9]
      }
    #expect(try renderer.breaks(in: "e\u{301} o\u{302}o 心字", at: boundary, language: "zh") == expected)
    #expect(try renderer.breaks(in: "", at: boundary).isEmpty)
  }

  @Test("Breaks follow the language")
  func languages() throws {
    let renderer = try Rendering().renderer
    #expect(try renderer.breaks(in: "的“心”形", at: .line, language: "zh") == [1, 4, 5])
    // By Unicode 16's rules, as in ICU 76, lines break around these quotation marks in every language.
    let isAlike = (UnicodeTestFile.icuVersion.split(separator: ".").first.flatMap { Int($0) } ?? 0) >= 16
    #expect(try renderer.breaks(in: "的“心”形", at: .line, language: "en") == (isAlike ? [1, 4, 5] : [5]))
    #expect(try renderer.breaks(in: "EU:n jäsen", at: .word, language: "fi") == [0, 4, 5, 10])
    #expect(try renderer.breaks(in: "EU:n jäsen", at: .word, language: "en") == [0, 2, 3, 4, 5, 10])
  }
}
