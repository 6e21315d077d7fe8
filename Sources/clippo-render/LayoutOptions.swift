import Console
import TextRendering

/// What every page has, whatever draws it.
struct PageOptions: OptionGroup {
  @Option("patch rows of the page", in: 1...1024) var rows = 14
  @Option("patch columns of the page", in: 1...1024) var columns = 14
  @Option("gray of the letters", in: 0...255) var foreground = 0
  @Option("gray of the page", in: 0...255) var background = 127
  @Option("lower-case the text first") var lowercase = false
  @Option("folder to search for fonts first") var fontFolder: [FilePath] = []
}

/// How the renderer shapes text and lays it out.
struct LayoutOptions: OptionGroup {
  @Option(
    "language of the text, such as zh, zh_Hant or ur, which chooses among forms",
    placeholder: "tag") var lang = "und"
  @Option("text size in pixels, 4 to 128, or upem: dumps in font units")
  var size = RenderSettings.Size.pixels(16)
  @Option("direction of paragraphs; auto takes the first strong one") var base = BaseWord.auto
  @Option("pixels of a line; all columns by default", in: 1...65536) var width: Int?
  @Option("pixels along each side of a patch", in: 4...64) var patchSize = 16
  @Option("patch rows one line of text takes", in: 1...8) var linePatches = 1
  @Option("draw with this font alone", placeholder: "file[:face]") var font: String?
  @Option("font stack file instead of the built-in one") var fontStack: FilePath?
  @Option("how emoji are drawn; foreground is as letters are") var emoji = Emoji.color
  @Option("what begins at a patch's edge, besides lines")
  var align = Alignment.word
  @Option("pixels kept free on all sides", in: 0...256) var margin = 0
  @Option("lines are columns, as in Mongolian") var vertical = false

  enum Alignment: String, CaseIterable, OptionValue { case none, word, bigram }
  enum Emoji: String, CaseIterable, OptionValue { case color, gray, foreground }

  func settings(_ page: PageOptions) -> RenderSettings {
    let options = RendererOptions(
      patchSize: patchSize, rows: page.rows, columns: page.columns, lineHeightPatches: linePatches,
      foreground: UInt8(page.foreground),
      background: UInt8(page.background), emoji: emojiStyle, lowercase: page.lowercase, alignment: alignment,
      margin: margin, writing: vertical ? .vertical : .horizontal)
    return RenderSettings(
      options: options, size: size, base: base.base, width: width, font: font, fontStack: fontStack?.string,
      fontFolders: page.fontFolder.map(\.string))
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
    case .gray: .gray
    case .foreground: .foreground
    }
  }
}
