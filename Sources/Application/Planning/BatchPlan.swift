import Recipes
import Training

/// How large a batch is at most.
public struct BatchPlan: Sendable {
  public let pairs: Int
  /// Patches that training sees of every photo.
  public let photoTokens: Int
  /// Patches of a page that is full, or tokens of a full context; most captions have fewer.
  public let textTokens: Int
  private let isPages: Bool

  public init(_ recipe: Recipe) {
    let cells = recipe.image.imageSize / recipe.model.patch
    pairs = recipe.training.batch
    photoTokens = max(1, Int((Double(cells * cells) * recipe.image.patchKeepRate).rounded()))
    isPages = recipe.model.tower == .shared
    textTokens =
      isPages ? recipe.rendering.rows * recipe.rendering.columns : recipe.model.text.context
  }

  /// Patches and tokens of a batch with full captions.
  public var tokens: Int { pairs * (photoTokens + textTokens) }

  /// Patches of photos, and of pages where captions are pages.
  public var patches: Int { pairs * (photoTokens + (isPages ? textTokens : 0)) }

  /// The batch, or one like it with fewer pairs.
  public func outline(pairs most: Int = .max) -> BatchOutline {
    BatchOutline(
      patches: isPages ? [photoTokens, textTokens] : [photoTokens], tokens: isPages ? [] : [textTokens],
      times: min(pairs, most))
  }
}
