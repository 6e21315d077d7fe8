import Console
import Files
import Images
import TextRendering

/// Draws a caption as the model sees it.
@main struct RenderCommand: Command {
  static let name = "clippo-render"
  static let summary = "Draws text of any script to a page of patches, as a PNG, as SVG or in the terminal."
  static let examples = [
    CommandExample("clippo-render \"שלום, 世界 👋🏽\" page.png", "draw a page"),
    CommandExample("clippo-render --lang ur \"سرخ دل\"", "in the terminal, in Urdu's forms"),
    CommandExample("clippo-render \"红色的心\" page.png --patches --zoom 4", "with the patches that are read"),
    CommandExample("clippo-render \"क्षत्रिय\" --dump json --size upem", "glyphs as hb-shape gives them"),
  ]

  @Argument("what to draw") var caption: String?
  @Argument("PNG or SVG file; the terminal by default") var output: FilePath?
  var page = PageOptions()
  var layout = LayoutOptions()
  @Option("draw with Unifont's cells, as CLIPPO did") var unifont = false
  @Option("outline the inked patches, which the model reads") var patches = false
  @Option("enlarge the image", in: 1...32) var zoom = 1
  @Option("print what was drawn instead, by numbers of code points")
  var dump: DumpFormat?
  @Option("print where lines may break, or graphemes or words begin, likewise")
  var breaks: Boundary?
  @Option(
    "file of JSON lines to dump: text, and language, base, font, size, width where they differ"
  )
  var batch: FilePath?
  @Option("draw letters of every script, into the file given") var scriptSheet = false

  enum Boundary: String, CaseIterable, OptionValue {
    case line, grapheme, word

    var boundary: TextRenderer.Boundary {
      switch self {
      case .line: .line
      case .grapheme: .grapheme
      case .word: .word
      }
    }
  }

  func validate() throws {
    try refuseWhatDoesNotApply()
    if caption == nil, batch == nil, dump != .contract, !scriptSheet {
      throw UsageError("say what to draw: a text, or --batch and a file")
    }
    if batch != nil, let caption { throw UsageError("a batch brings its texts: leave out \"\(caption)\"") }
    if scriptSheet, output != nil || caption == nil {
      throw UsageError("--script-sheet takes one argument, the image's file")
    }
  }

  mutating func run() throws {
    if unifont { return try drawWithUnifont() }
    let settings = layout.settings(page)
    if let batch { return try runBatch(RenderBatch(path: batch.string, settings: settings, language: layout.lang)) }
    let text = caption ?? ""
    if scriptSheet { return try drawScriptSheet(settings, to: text) }
    let renderer = try settings.makeRenderer()
    if dump == .contract { return StandardStream.output.writeLine(renderer.contract.json) }
    if let breaks { return try printBreaks(breaks, of: text, language: layout.lang, with: renderer) }
    try draw(text, with: renderer)
  }

  /// Nothing that was asked for is left undone without a word.
  private func refuseWhatDoesNotApply() throws {
    if let output { try Self.formats.ending(of: output.string) }
    if scriptSheet, let caption { try OutputFormats.png("a sheet of scripts").ending(of: caption) }
    let prints = [
      dump != nil ? "--dump" : nil, breaks != nil ? "--breaks" : nil, batch != nil ? "--batch" : nil,
      scriptSheet ? "--script-sheet" : nil,
    ].compactMap { $0 }
    func refuse(_ one: String, _ other: String) throws { throw UsageError("\(one) does not go with \(other)") }
    for (index, one) in prints.enumerated() {
      for other in prints.dropFirst(index + 1) where !(other == "--batch" && (one == "--breaks" || dump == .json)) {
        try refuse(one, other)
      }
    }
    if unifont {
      if let one = prints.first { try refuse(one, "--unifont") }
      if isSVG { try refuse("an SVG file", "--unifont, whose pages have no outlines") }
      if layout.isGiven {
        try refuse(layout.given.joined(separator: ", "), "--unifont, which has one font and one layout")
      }
    }
    let (width, height) = (page.columns * layout.patchSize * zoom, page.rows * layout.patchSize * zoom)
    guard width * height <= Self.pixelLimit else {
      throw UsageError(
        "the image would be \(width) pixels wide and \(height) high; make --zoom, "
          + "--patch-size, --columns or --rows smaller, so that there are at most \(Self.pixelLimit) pixels")
    }
    try refuseLooks(prints.first)
    if let output, let one = prints.first, !scriptSheet, batch == nil {
      try refuse(one, "a file to draw into (\(output.string))")
    }
  }

  /// What is printed has no looks, and outlines are as large as who shows them wants.
  private func refuseLooks(_ printed: String?) throws {
    let printed = scriptSheet ? nil : printed
    guard let medium = printed ?? (isSVG ? "an SVG file" : nil) else { return }
    if zoom > 1 { throw UsageError("--zoom does not go with \(medium)") }
    if printed != nil, patches { throw UsageError("--patches does not go with \(medium)") }
  }

  /// Pixels that an image may have, 3 bytes each: a page of 1,024 patches of 16 pixels both ways.
  private static let pixelLimit = 1 << 28

  /// How a page can be written.
  private static let formats = OutputFormats("a page", endings: ["png", "svg"], unnamed: "png")

  private var isSVG: Bool { output.flatMap { try? Self.formats.ending(of: $0.string) } == "svg" }

  private func printBreaks(
    _ breaks: Boundary, of text: String, language: String, with renderer: TextRenderer
  ) throws {
    let places = try renderer.breaks(in: text, at: breaks.boundary, language: language)
    StandardStream.output.writeLine(places.map { String($0) }.joined(separator: " "))
  }

  private func drawWithUnifont() throws {
    let options = UnifontOptions(
      rows: page.rows, columns: page.columns, foreground: UInt8(page.foreground), background: UInt8(page.background),
      lowercase: page.lowercase, keepBlankPatches: false)
    let renderer = try UnifontRenderer(table: .installed(fontFolders: page.fontFolder.map(\.string)), options: options)
    let drawn = try renderer.page(for: caption ?? "")
    report(drawn.truncation)
    var image = drawn.canvas().enlarged(by: zoom)
    if patches { image.outline(drawn.patches, zoom: zoom) }
    try show(image)
  }

  private func draw(_ text: String, with renderer: TextRenderer) throws {
    let page = try renderer.page(for: text, language: layout.lang)
    report(page.truncation)
    if dump == .json {
      return StandardStream.output.writeLine(try renderer.dump(of: text, language: layout.lang))
    }
    if let output, isSVG {
      let svg = try renderer.svg(of: text, language: layout.lang, outlined: patches)
      return try AtomicFile.write(svg, to: output.string)
    }
    var image = page.canvas().enlarged(by: zoom)
    if patches { image.outline(page.patches, zoom: zoom) }
    try show(image)
  }

  private func show(_ image: PixelImage) throws {
    if let output {
      try AtomicFile.write(PNG.encode(image), to: output.string)
    } else {
      StandardStream.output.write(TerminalImage.text(of: image))
    }
  }

  private func runBatch(_ batch: RenderBatch) throws {
    try batch.forEach { text, language, renderer in
      if let breaks { return try printBreaks(breaks, of: text, language: language, with: renderer) }
      StandardStream.output.writeLine(try renderer.dump(of: text, language: language))
    }
  }

  private func drawScriptSheet(_ settings: RenderSettings, to path: String) throws {
    var settings = settings
    settings.options.rows = layout.linePatches
    settings.options.columns = 24
    settings.options.alignment = .none
    let sheet = try ScriptSheet(settings.makeRenderer())
    try AtomicFile.write(PNG.encode(sheet.image.enlarged(by: zoom)), to: path)
    StandardStream.error.writeLine("\(sheet.scripts) scripts, written to \(path)")
  }

  private func report(_ truncation: TextTruncation) {
    guard !truncation.isEmpty else { return }
    var parts: [String] = []
    if !truncation.missing.isEmpty {
      let points = truncation.missing.keys.sorted().prefix(8).map { "U+" + String($0, radix: 16, uppercase: true) }
      parts.append("no font draws \(points.joined(separator: " "))\(truncation.missing.count > 8 ? " …" : "")")
    }
    if truncation.truncatedLines > 0 {
      parts.append(
        "\(truncation.truncatedLines) lines with \(truncation.truncatedCharacters) characters do not fit the page")
    }
    if truncation.replacedBytes > 0 { parts.append("\(truncation.replacedBytes) bytes are not UTF-8") }
    StandardStream.error.writeLine("\(Self.name): \(parts.joined(separator: "; "))")
  }
}

/// What `--dump` prints.
enum DumpFormat: String, CaseIterable, OptionValue {
  /// Lines, glyphs and patches of the page.
  case json
  /// Everything the page's bytes depend on.
  case contract
}
