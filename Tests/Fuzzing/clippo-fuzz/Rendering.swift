@testable import TextRendering

extension FuzzSubject {
  static let rendering = [
    FuzzSubject(
      "caption",
      examples: Examples.texts(
        "\0a caption, 12 好", "\u{1}العربية (abc) ١٢", "\u{2}स्त्री ភ្នំពេញ ก็", "\u{3}ᠮᠣᠩᠭᠣᠯ 👩‍👩‍👧 e\u{301}\u{202E}x",
        "\u{10}שלום\nab\r\n12\u{2029}\u{301}قلب", "\u{11}ab\u{85}שלום\u{2028}\u{2067}12 / 3\u{2069}\u{2066}א\u{2069}",
        "\u{16}\r\n\n\u{202B}(a)\u{202C}\rא\u{5B0}\u{2068}b", "\u{15}红“色”的\n\u{94D}\u{958}q\u{307}\u{323}")
    ) { bytes in
      guard let first = bytes.first else { return }
      let caption = Array(bytes.dropFirst())
      let renderer = try renderers.get()[Int(first) % 4]
      let language = ["en", "zh", "ur", "mn"][Int(first >> 2) % 4]
      let page = try caption.withUnsafeBufferPointer { try renderer.page(utf8: $0, language: language) }
      check(page, of: caption, renderer.options)
      if first >> 4 & 1 != 0 { try inspect(caption, language, renderer) }
    },
    FuzzSubject("font", origin: Workplace.path, examples: try smallFonts()) { bytes in
      let path = try Workplace.write("a.ttf", bytes)
      let renderer = try TextRenderer(fonts: FontStack.single(file: path))
      _ = try renderer.page(for: "abc ܠܒܐ ស្ត្រី 𐓏𐓘 12", language: "km")
    },
  ]

  /// Renderers keep what they drew, so that they are made once; the fuzzer has one thread.
  private nonisolated(unsafe) static let renderers = Result {
    let fonts = try FontStack.load(from: nil)
    return try [
      RendererOptions(), RendererOptions(patchSize: 8, rows: 2, columns: 5, fontSize: 9, alignment: .none),
      RendererOptions(rows: 2, columns: 3, lowercase: true, margin: 3),
      RendererOptions(rows: 8, columns: 8, keepBlankPatches: true, writing: .vertical),
    ].map { try TextRenderer(fonts: fonts, options: $0) }
  }

  private static func check(_ page: Page, of caption: [UInt8], _ options: RendererOptions) {
    let patches = page.patches
    expect(patches.count > 0 && patches.count == page.patchTextRanges.count, "\(patches.count) patches")
    expect(patches.pixels.count == patches.count * patches.patchWidth, "\(patches.pixels.count) pixels")
    expect(patches.rows.allSatisfy { $0 < options.rows }, "a patch below the page")
    expect(patches.columns.allSatisfy { $0 < options.columns }, "a patch right of the page")
    expect(
      page.glyphs.allSatisfy { 0 <= $0.textStart && $0.textStart <= $0.textEnd && $0.textEnd <= caption.count },
      "a glyph of text that is not there")
    var end = 0
    for line in page.lines {
      expect(line.textRange.lowerBound == end, "text between two lines")
      end = line.textRange.upperBound
    }
    expect(
      page.truncation.truncatedLines > 0 || page.lines.isEmpty || end == caption.count, "text behind the last line")
  }

  /// What people look at: dumps, outlines and breaks, for which a caption must be UTF-8.
  private static func inspect(_ bytes: [UInt8], _ language: String, _ renderer: TextRenderer) throws {
    let caption = String(decoding: bytes, as: UTF8.self)
    _ = try renderer.dump(of: caption, language: language)
    _ = try renderer.svg(of: caption, language: language)
    let count = caption.unicodeScalars.count
    for boundary in TextRenderer.Boundary.allCases {
      let breaks = try renderer.breaks(in: caption, at: boundary, language: language)
      expect(zip(breaks, breaks.dropFirst()).allSatisfy { $0 < $1 }, "boundaries out of order")
      expect(breaks.last ?? 0 == count, "the last boundary is not the caption's end")
    }
  }

  private static func smallFonts() throws -> [[UInt8]] {
    let names = ["NotoSansOsage", "NotoSansSyriac", "NotoSansKhmer"]
    return try FontStack.load(from: nil).fonts.filter { names.contains($0.definition.name) }
      .compactMap { try $0.path.map { try Examples.bytes($0) } }
  }
}
