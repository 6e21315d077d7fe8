import Console
import Pixels
import TextRendering

/// Draws a caption as the model sees it.
@main struct RenderCommand: Command {
  static let name = "clippo-render"
  static let summary = "Draws text of any script to a page of patches, as a PNG or in the terminal."
  static let examples = [
    CommandExample("clippo-render \"שלום, 世界 👋🏽\" page.png", "draw a page"),
    CommandExample("clippo-render --language ur \"سرخ دل\"", "show it in the terminal, with Urdu letter forms"),
    CommandExample("clippo-render \"红色的心\" page.png --patches --zoom 4", "mark the patches that the model reads"),
  ]

  @Argument("what to draw") var text = ""
  @Argument("PNG file to write; without it the page appears in the terminal") var output: FilePath?
  @Option("language tag such as zh, zh_Hant or ur; chooses among forms that scripts share") var language = "und"
  @Option("patch rows of the page", in: 1...1024) var rows = 14
  @Option("patch columns of the page", in: 1...1024) var columns = 14
  @Option("nominal text size in pixels", in: 4...128) var size = 16
  @Option("pixels a side of a patch", in: 4...64) var patchSize = 16
  @Option("patch rows one line of text takes", in: 1...8) var linePatches = 1
  @Option("grey of the ink", in: 0...255) var ink = 0
  @Option("grey of the page", in: 0...255) var background = 127
  @Option("draw with this font alone", placeholder: "file[:face]") var font: String?
  @Option("font stack file instead of the built-in one") var fontStack: FilePath?
  @Option("folder to search for fonts first") var fontFolder: [FilePath] = []
  @Option("draw emoji in colour, in grey, or as ink like letters") var emoji = Emoji.color
  @Option("lower-case the text first") var lowercase = false
  @Option("what begins at a patch's edge: words, as in the default recipe, pairs of characters, or lines only")
  var align = Alignment.word
  @Option("outline the patches with ink, which are what the model reads") var patches = false
  @Option("enlarge the picture", in: 1...32) var zoom = 1
  @Option("print what was drawn instead") var dump: DumpFormat?

  @Option("pixels kept free on all sides", in: 0...256) var margin = 0
  @Option("columns instead of rows, from the right; Mongolian from the left") var vertical = false

  enum Alignment: String, CaseIterable, OptionValue { case none, word, bigram }
  enum Emoji: String, CaseIterable, OptionValue { case color, grey, ink }

  mutating func run() throws {
    let renderer = try TextRenderer(fonts: loadFonts(), options: options())
    if dump == .contract { return StandardStream.output.writeLine(renderer.contract.json) }
    let page = try renderer.page(for: text, language: language)
    report(page.lost)
    if dump == .json {
      return StandardStream.output.writeLine(try renderer.dump(of: text, language: language))
    }
    var picture = page.canvas().enlarged(by: zoom)
    if patches { picture.outline(page.patches, zoom: zoom) }
    if let output {
      try PNG.write(picture, to: output.string)
    } else {
      StandardStream.output.write(TerminalPicture.text(of: picture))
    }
  }

  private func options() -> RendererOptions {
    RendererOptions(
      patchSize: patchSize, rows: rows, columns: columns, fontSize: size, rowPatches: linePatches, ink: UInt8(ink),
      background: UInt8(background), emoji: emojiStyle, lowercase: lowercase, alignment: alignment, margin: margin,
      writing: vertical ? .vertical : .horizontal)
  }

  private var alignment: RendererOptions.Alignment {
    switch align {
    case .none: .none
    case .word: .word
    case .bigram: .bigram
    }
  }

  private var emojiStyle: RendererOptions.EmojiStyle {
    switch emoji {
    case .color: .color
    case .grey: .grey
    case .ink: .ink
    }
  }

  private func loadFonts() throws -> FontStack {
    guard let font else { return try FontStack.load(from: fontStack?.string, fontFolders: fontFolder.map(\.string)) }
    if let colon = font.lastIndex(of: ":"), let face = Int(font[font.index(after: colon)...]) {
      return try FontStack.single(file: String(font[..<colon]), face: face)
    }
    return try FontStack.single(file: font)
  }

  private func report(_ lost: LostText) {
    guard !lost.isEmpty else { return }
    var parts: [String] = []
    if !lost.missing.isEmpty {
      let points = lost.missing.keys.sorted().prefix(8).map { "U+" + String($0, radix: 16, uppercase: true) }
      parts.append("no font draws \(points.joined(separator: " "))\(lost.missing.count > 8 ? " …" : "")")
    }
    if lost.truncatedLines > 0 {
      parts.append("\(lost.truncatedLines) lines with \(lost.truncatedCharacters) characters do not fit the page")
    }
    if lost.replacedBytes > 0 { parts.append("\(lost.replacedBytes) bytes are not UTF-8") }
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
