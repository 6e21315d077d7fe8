/// Everything besides the fonts that decides the bytes of a page.
public struct RendererOptions: Sendable, Hashable {
  /// Pixels a side of a patch, 4…64.
  public var patchSize: Int
  /// Patch rows of a page, 1…1024.
  public var rows: Int
  /// Patch columns of a page, 1…1024.
  public var columns: Int
  /// Nominal text size in pixels, 4…128; each font's own scale in the stack multiplies it.
  public var fontSize: Int
  /// Patch rows that one line of text takes, 1…8.
  public var lineHeightPatches: Int
  /// Gray value of full coverage, 0…255.
  public var foreground: UInt8
  /// Gray value of an empty page, 0…255.
  public var background: UInt8
  /// Whether blank patches are kept too, as CLIPPO does.
  public var keepBlankPatches: Bool
  /// How emoji are drawn.
  public var emoji: EmojiStyle
  /// Whether the text is lower-cased first, as CLIPPO does.
  public var lowercase: Bool
  /// What begins at a patch's edge.
  public var alignment: Alignment
  /// Pixels kept free of text on all four sides, 0…256.
  public var margin: Int
  /// By how much strokes grow, in thousandths of the font size, 0…100; color glyphs stay.
  public var weight: Int
  /// Whether lines are rows or columns.
  public var writing: WritingMode

  /// What begins at a patch's edge. A word that always stands alike in its patches gives the model fewer distinct patches
  /// to learn (Lotz et al., Text Rendering Strategies for Pixel Language Models, 2023).
  public enum Alignment: Int, Sendable, CaseIterable {
    /// Only lines.
    case none
    /// Every word, and every stretch between two places where a line may break: Thai words, ideographs.
    case word
    /// Every pair of grapheme clusters of a word, in joined scripts with the forms they have inside the word.
    case bigram
  }

  /// How emoji are drawn.
  public enum EmojiStyle: Int, Sendable, CaseIterable {
    /// In gray, by their luma.
    case gray
    /// In their colors.
    case color
    /// As ink like letters, the darker the stronger; the page then has the two tones of text alone.
    case foreground
  }

  /// The direction of lines.
  public enum WritingMode: Int, Sendable, CaseIterable {
    /// Rows from the top.
    case horizontal
    /// Columns from the right, or from the left where the caption begins in Mongolian or Phags-pa. Ideographs, kana, Hangul
    /// and emoji stand upright; other scripts are turned a quarter clockwise (UAX #50).
    case vertical
  }

  public init(
    patchSize: Int = 16, rows: Int = 14, columns: Int = 14, fontSize: Int = 16, lineHeightPatches: Int = 1,
    foreground: UInt8 = 0,
    background: UInt8 = 127, keepBlankPatches: Bool = false, emoji: EmojiStyle = .color, lowercase: Bool = false,
    alignment: Alignment = .none, margin: Int = 0, weight: Int = 0, writing: WritingMode = .horizontal
  ) {
    self.patchSize = patchSize
    self.rows = rows
    self.columns = columns
    self.fontSize = fontSize
    self.lineHeightPatches = lineHeightPatches
    self.foreground = foreground
    self.background = background
    self.keepBlankPatches = keepBlankPatches
    self.emoji = emoji
    self.lowercase = lowercase
    self.alignment = alignment
    self.margin = margin
    self.weight = weight
    self.writing = writing
  }

  /// Pixels from one line of text to the next.
  public var linePitch: Int { patchSize * lineHeightPatches }
  /// Page width in pixels.
  public var width: Int { columns * patchSize }
  /// Page height in pixels.
  public var height: Int { rows * patchSize }
  /// Lines of text that fit a page.
  public var lineCapacity: Int { ((writing == .vertical ? width : height) - 2 * margin) / linePitch }
  /// Pixels that a line of text may be long.
  public var lineLength: Int { (writing == .vertical ? height : width) - 2 * margin }
  /// Pixels from the top of a line to its baseline: three quarters of the nominal size, centerd in the pitch.
  public var baseline: Int { (linePitch - fontSize) / 2 + (fontSize * 3 + 2) / 4 }

  /// Throws where a value is outside its range.
  public func validate() throws {
    let ranges: [(String, Int, ClosedRange<Int>)] = [
      ("patchSize", patchSize, 4...64), ("rows", rows, 1...1024), ("columns", columns, 1...1024),
      ("fontSize", fontSize, 4...128), ("lineHeightPatches", lineHeightPatches, 1...8), ("margin", margin, 0...256),
      ("weight", weight, 0...100),
    ]
    for (name, value, range) in ranges where !range.contains(value) {
      throw RenderingError(
        "The renderer option \(name) is \(value), but must be \(range.lowerBound) to \(range.upperBound).")
    }
    guard lineCapacity > 0 else {
      let across = writing == .vertical ? "\(columns) columns" : "\(rows) rows"
      throw RenderingError(
        "A line takes \(lineHeightPatches) patch rows (lineHeightPatches), but the page has only \(across)"
          + (margin > 0 ? " and a margin of \(margin) pixels" : "") + ": make the page larger.")
    }
    guard lineLength >= patchSize else {
      throw RenderingError(
        "The renderer option margin is \(margin), which leaves no room for text: make the page larger.")
    }
  }
}
