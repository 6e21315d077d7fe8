import Recipes

/// How large a batch is at most.
public struct BatchPlan: Sendable {
  public let pairs: Int
  /// Patches that training sees of every photo.
  public let photoTokens: Int
  /// Patches of a page that is full, or tokens of a full context; most captions have fewer.
  public let textTokens: Int

  public init(_ recipe: Recipe) {
    let cells = recipe.image.imageSize / recipe.model.patch
    pairs = recipe.training.batch
    photoTokens = max(1, Int((Double(cells * cells) * recipe.image.patchKeepRate).rounded()))
    textTokens =
      recipe.model.tower == .shared ? recipe.rendering.rows * recipe.rendering.columns : recipe.model.text.context
  }

  /// Patches and tokens of a batch with full captions.
  public var tokens: Int { pairs * (photoTokens + textTokens) }

  /// Patches of each photo.
  public var photoLengths: [Int] { [Int](repeating: photoTokens, count: pairs) }
  /// Patches or tokens of each caption.
  public var textLengths: [Int] { [Int](repeating: textTokens, count: pairs) }
}
