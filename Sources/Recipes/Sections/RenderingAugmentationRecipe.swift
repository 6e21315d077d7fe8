import Schema
import TextRendering

/// Random changes to a caption's page, each drawn evenly from its range; the defaults change nothing.
public struct RenderingAugmentationRecipe: RecipeSection {
  /// Smallest and largest factor on the font size.
  public var sizeLow = 1.0
  public var sizeHigh = 1.0
  /// Most by which strokes grow, in thousandths of the font size.
  public var embolden = 0
  /// Most by which the ink and the background move towards each other, in grays.
  public var foreground = 0
  public var background = 0
  /// Most pixels a page moves, each way.
  public var jitter = 0
  /// Largest rotation either way, in radians.
  public var rotation = 0.0
  /// Most patches by which lines are shorter than the page allows, so that captions are broken elsewhere.
  public var narrowing = 0
  /// Files of font stacks that take turns with the page's own, such as `fonts/serif.json`.
  public var fonts: [String] = []

  public init() {}

  package static var fields: [RecipeField<RenderingAugmentationRecipe>] {
    [
      .value("sizeLow", \.sizeLow, in: 0.5...2), .value("sizeHigh", \.sizeHigh, in: 0.5...2),
      .value("embolden", \.embolden, in: 0...100), .value("foreground", \.foreground, in: 0...127),
      .value("background", \.background, in: 0...127), .value("jitter", \.jitter, in: 0...32),
      .value("rotation", \.rotation, in: 0...0.5), .value("narrowing", \.narrowing, in: 0...256),
      .value("fonts", \.fonts),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard sizeLow <= sizeHigh else {
      throw path.field("sizeLow").error("\(sizeLow) is more than sizeHigh, \(sizeHigh)")
    }
  }

  /// What the renderer is told.
  package var augmentation: PageAugmentation {
    PageAugmentation(
      size: sizeLow...max(sizeLow, sizeHigh), weight: embolden, foreground: foreground, background: background,
      jitter: jitter,
      rotation: rotation, narrowing: narrowing)
  }
}
