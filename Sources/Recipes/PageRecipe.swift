/// How captions are drawn.
public struct PageRecipe: RecipeSection {
  /// Size of a page in patches; what does not fit is cut and counted.
  public var rows = 2
  public var columns = 10
  /// Pixels to the em.
  public var fontSize = 16
  /// Grey of the letters and of the paper, 0 black to 255 white.
  public var ink = 0
  public var background = 127
  /// True packs patches without ink too, as the original CLIPPO does.
  public var keepBlank = false
  /// True draws captions in lower case.
  public var lowercase = false

  public init() {}

  static var fields: [RecipeField<PageRecipe>] {
    [
      .value("rows", \.rows, in: 1...64), .value("columns", \.columns, in: 1...256),
      .value("fontSize", \.fontSize, in: 6...128), .value("ink", \.ink, in: 0...255),
      .value("background", \.background, in: 0...255), .value("keepBlank", \.keepBlank),
      .value("lowercase", \.lowercase),
    ]
  }

  func validate(at path: RecipePath) throws(RecipeError) {
    guard ink != background else {
      throw path.field("ink").error("\(ink) is also the background's grey; captions would be invisible")
    }
  }
}
