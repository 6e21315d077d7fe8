import TextRendering

/// How captions are drawn.
public struct PageRecipe: RecipeSection {
  /// A font stack's file; nil takes the built-in one, `fonts/stack.json`.
  public var fonts: String?
  /// Folders that fonts are looked for in before the system's.
  public var fontFolders: [String] = []
  /// Size of a page in patches; what does not fit is cut and counted.
  public var rows = 6
  public var columns = 14
  /// Pixels to the em.
  public var fontSize = 16
  /// Patch rows that one line of text takes.
  public var rowPatches = 1
  /// Grey of the letters and of the paper, 0 black to 255 white.
  public var ink = 0
  public var background = 127
  /// True packs patches without ink too, as the original CLIPPO does.
  public var keepBlank = false
  /// True keeps the colours of emoji in captions; false draws them in grey.
  public var colorEmoji = true
  /// True draws captions in lower case.
  public var lowercase = false
  /// What of a caption begins at a patch's edge.
  public var alignment = AlignmentWord.word

  public init() {}

  static var fields: [RecipeField<PageRecipe>] {
    [
      .value("fonts", \.fonts), .value("fontFolders", \.fontFolders),
      .value("rows", \.rows, in: 1...64), .value("columns", \.columns, in: 1...256),
      .value("fontSize", \.fontSize, in: 4...128), .value("rowPatches", \.rowPatches, in: 1...8),
      .value("ink", \.ink, in: 0...255),
      .value("background", \.background, in: 0...255), .value("keepBlank", \.keepBlank),
      .value("colorEmoji", \.colorEmoji),
      .value("lowercase", \.lowercase), .value("alignment", \.alignment),
    ]
  }

  func validate(at path: RecipePath) throws(RecipeError) {
    guard rowPatches <= rows else {
      throw path.field("rowPatches").error("a line of \(rowPatches) patch rows does not fit \(rows) rows")
    }
    guard ink != background else {
      throw path.field("ink").error("\(ink) is also the background's grey; captions would be invisible")
    }
  }
}

extension PageRecipe {
  /// What the renderer is told.
  ///
  /// - Parameter patch: pixels a side of a patch.
  public func options(patch: Int) -> RendererOptions {
    RendererOptions(
      patchSize: patch, rows: rows, columns: columns, fontSize: fontSize, rowPatches: rowPatches,
      ink: UInt8(clamping: ink), background: UInt8(clamping: background), keepBlank: keepBlank,
      colorEmoji: colorEmoji, lowercase: lowercase, alignment: alignment.alignment)
  }
}

/// What of a caption begins at a patch's edge.
public enum AlignmentWord: String, RecipeWord {
  /// Only lines.
  case none
  /// Words, and whatever else stands between two places where a line may break.
  case word

  /// The renderer's word for it.
  var alignment: RendererOptions.Alignment {
    switch self {
    case .none: .none
    case .word: .word
    }
  }
}
