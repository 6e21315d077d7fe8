import Images

/// One rendered caption: its patches, where everything stands on them, and what did not fit.
public struct Page: Sendable, Equatable {
  /// A line of text.
  public struct Line: Sendable, Equatable {
    /// UTF-8 bytes of the caption, with the spaces and line ends behind the line.
    public var textRange: Range<Int>
    public var isRightToLeft: Bool
    /// Line number in reading order, 0 first.
    public var row: Int
    /// Pixels from the page's left edge, and wide; in vertical writing from its top edge, and long.
    public var x: Int
    public var width: Int
    /// Indexes into `glyphs`, in visual order.
    public var glyphs: Range<Int>
  }

  /// A glyph with ink.
  public struct Glyph: Sendable, Equatable {
    /// Index of the font in the renderer's contract.
    public var font: UInt16
    public var isColor: Bool
    /// Number of the glyph inside its font.
    public var glyph: UInt32
    var textStart: Int32
    var textEnd: Int32
    /// Ink rectangle in pixels of the page; it may reach outside.
    public var x: Int32
    public var y: Int32
    public var width: Int32
    public var height: Int32

    /// UTF-8 bytes of the caption that the glyph shows.
    public var textRange: Range<Int> { Int(textStart)..<Int(textEnd) }
  }

  /// The patches that show something, from the top left in reading order of the grid; one blank patch where none does.
  public var patches: PatchSequence
  public var lines: [Line]
  public var glyphs: [Glyph]
  /// For every patch the UTF-8 bytes of the caption whose glyphs touch it; empty for a blank patch.
  public var patchTextRanges: [Range<Int>]
  public var truncation: TextTruncation
  /// Grid of the page.
  public var rows: Int
  public var columns: Int
  /// Gray value of an empty page.
  public var background: UInt8

  /// An empty page to draw into.
  public init() {
    patches = PatchSequence(patchSize: 16)
    (lines, glyphs, patchTextRanges, truncation) = ([], [], [], TextTruncation())
    (rows, columns, background) = (0, 0, 0)
  }

  /// The whole page as an image, blank patches included.
  public func canvas() -> PixelImage {
    let size = patches.patchSize
    let stride = columns * size * 3
    var image = PixelImage(
      width: columns * size, height: rows * size,
      filledWith: Color(red: background, green: background, blue: background))
    for index in 0..<patches.count {
      let corner = Int(patches.rows[index]) * size * stride + Int(patches.columns[index]) * size * 3
      for row in 0..<size {
        let source = index * patches.patchWidth + row * size * 3
        let target = corner + row * stride
        image.pixels.replaceSubrange(target..<target + size * 3, with: patches.pixels[source..<source + size * 3])
      }
    }
    return image
  }
}

/// What of a caption did not reach the model.
public struct TextTruncation: Sendable, Equatable {
  /// Code points that no font of the stack draws, or that are unassigned, with how often they occurred.
  public var missing: [UInt32: Int] = [:]
  /// Visible code points, in normal form C, on lines that no longer fit the page.
  public var truncatedCharacters = 0
  /// Lines that no longer fit the page.
  public var truncatedLines = 0
  /// Bytes that were not UTF-8 and became U+FFFD.
  public var replacedBytes = 0
  /// Where a model reads tokens: those that stand for text which the vocabulary does not have.
  public var unknownTokens = 0
  /// Where a model reads tokens: those that no longer fit its context.
  public var truncatedTokens = 0

  public init() {}

  /// Whether the model sees the whole caption.
  public var isEmpty: Bool { self == TextTruncation() }

  public static func += (sum: inout TextTruncation, other: TextTruncation) {
    sum.missing.merge(other.missing, uniquingKeysWith: +)
    sum.truncatedCharacters += other.truncatedCharacters
    sum.truncatedLines += other.truncatedLines
    sum.replacedBytes += other.replacedBytes
    sum.unknownTokens += other.unknownTokens
    sum.truncatedTokens += other.truncatedTokens
  }
}

extension TextTruncation {
  /// What is lost of a caption in normal form C on its lines.
  init(_ lines: Lines) {
    let text = lines.item.text
    replacedBytes = text.replacedBytes
    truncatedLines = lines.truncatedLines
    if truncatedLines > 0 {
      for index in lines.truncatedStart..<text.count where !text.has(index, CharacterProperties.isInvisible) {
        truncatedCharacters += 1
      }
    }
    for index in lines.item.fonts.missing.elements { missing[text.scalars[Int(index)], default: 0] += 1 }
  }
}
