import Schema
import TextRendering

/// How captions are drawn.
public struct RenderingRecipe: RecipeSection {
  /// How letters are drawn.
  public var renderer = RendererWord.shaped
  /// A font stack's file; nil takes the built-in one, `fonts/stack.json`, and `serif` the other, `fonts/serif.json`.
  public var fonts: String?
  /// Folders that fonts are looked for in before the system's.
  public var fontFolders: [String] = []
  /// Size of a page in patches; what does not fit is cut and counted.
  public var rows = 6
  public var columns = 14
  /// Pixels to the em.
  public var fontSize = 16
  /// Patch rows that one line of text takes.
  public var lineHeightPatches = 1
  /// Gray of the letters and of the paper, 0 black to 255 white.
  public var foreground = 0
  public var background = 127
  /// True packs patches without ink too, as the original CLIPPO does.
  public var keepBlankPatches = false
  /// How emoji in captions are drawn.
  public var emoji = EmojiWord.color
  /// True draws captions in lower case.
  public var lowercase = false
  /// What of a caption begins at a patch's edge.
  public var alignment = AlignmentWord.word
  /// Pixels kept free on all sides.
  public var margin = 0
  /// Whether lines are rows or columns.
  public var writing = WritingWord.horizontal
  /// By how much strokes grow, in thousandths of the font size.
  public var embolden = 0
  /// Random changes of captions in training; the evaluation sees them as they are.
  public var augmentation = RenderingAugmentationRecipe()
  /// Random changes of captions that an objective asks for once more; where they change nothing, captions are drawn once more as
  /// `augmentation` says.
  public var viewAugmentation = RenderingAugmentationRecipe()

  public init() {}

  package static var fields: [RecipeField<RenderingRecipe>] {
    [
      .value("renderer", \.renderer), .value("fonts", \.fonts), .value("fontFolders", \.fontFolders),
      .value("rows", \.rows, in: 1...64), .value("columns", \.columns, in: 1...256),
      .value("fontSize", \.fontSize, in: 4...128), .value("lineHeightPatches", \.lineHeightPatches, in: 1...8),
      .value("foreground", \.foreground, in: 0...255),
      .value("background", \.background, in: 0...255), .value("keepBlankPatches", \.keepBlankPatches),
      .value("emoji", \.emoji),
      .value("lowercase", \.lowercase), .value("alignment", \.alignment),
      .value("margin", \.margin, in: 0...256), .value("writing", \.writing),
      .value("embolden", \.embolden, in: 0...100), .section("augmentation", \.augmentation),
      .section("viewAugmentation", \.viewAugmentation),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    let across = writing == .vertical ? columns : rows
    guard lineHeightPatches <= across else {
      let unit = writing == .vertical ? "columns" : "rows"
      throw path.field("lineHeightPatches").error(
        "a line of \(lineHeightPatches) patch rows does not fit \(across) \(unit)")
    }
    guard foreground != background else {
      throw path.field("foreground").error("\(foreground) is also the background's gray; captions would be invisible")
    }
  }
}

extension RenderingRecipe {
  /// Whether a caption that is drawn once more may look otherwise.
  var variesPages: Bool {
    [augmentation, viewAugmentation].contains { !$0.augmentation.isNone || !$0.fonts.isEmpty }
  }

  /// What the renderer is told.
  ///
  /// - Parameter patch: pixels a side of a patch.
  public func options(patch: Int) -> RendererOptions {
    RendererOptions(
      patchSize: patch, rows: rows, columns: columns, fontSize: fontSize, lineHeightPatches: lineHeightPatches,
      foreground: UInt8(clamping: foreground), background: UInt8(clamping: background),
      keepBlankPatches: keepBlankPatches,
      emoji: emoji.style, lowercase: lowercase, alignment: alignment.alignment, margin: margin, weight: embolden,
      writing: writing.mode)
  }
}

extension RenderingRecipe {
  /// What the Unifont renderer is told; the rest does not concern it.
  package var unifontOptions: UnifontOptions {
    UnifontOptions(
      rows: rows, columns: columns, foreground: UInt8(clamping: foreground), background: UInt8(clamping: background),
      lowercase: lowercase, keepBlankPatches: keepBlankPatches)
  }
}

/// How letters are drawn.
public enum RendererWord: String, RecipeWord {
  /// By FreeType and HarfBuzz, with the fonts of a stack.
  case shaped
  /// Cell by cell out of GNU Unifont, as the original CLIPPO does.
  case unifont
}

/// What of a caption begins at a patch's edge.
public enum AlignmentWord: String, RecipeWord {
  /// Only lines.
  case none
  /// Words, and whatever else stands between two places where a line may break.
  case word
  /// Every pair of characters of a word.
  case bigram

  /// The renderer's word for it.
  var alignment: RendererOptions.Alignment {
    switch self {
    case .none: .none
    case .word: .word
    case .bigram: .bigram
    }
  }
}

/// How emoji in captions are drawn.
public enum EmojiWord: String, RecipeWord {
  /// In their colors.
  case color
  /// In gray.
  case gray
  /// In the foreground like letters.
  case foreground

  /// The renderer's word for it.
  var style: RendererOptions.EmojiStyle {
    switch self {
    case .color: .color
    case .gray: .gray
    case .foreground: .foreground
    }
  }
}

/// Whether lines are rows or columns.
public enum WritingWord: String, RecipeWord {
  case horizontal, vertical

  /// The renderer's word for it.
  var mode: RendererOptions.WritingMode { self == .vertical ? .vertical : .horizontal }
}
