/// How large a batch is at most.
public struct BatchPlan: Sendable {
  public let pairs: Int
  /// Patches that training sees of every photo.
  public let photoTokens: Int
  /// Patches of a page that is full; most captions ink fewer.
  public let pageTokens: Int

  public init(_ recipe: Recipe) {
    let cells = recipe.photo.side / recipe.model.patch
    pairs = recipe.training.batch
    photoTokens = max(1, Int((Double(cells * cells) * recipe.photo.share).rounded()))
    pageTokens = recipe.page.rows * recipe.page.columns
  }

  /// Patches of a batch with full pages.
  public var tokens: Int { pairs * (photoTokens + pageTokens) }

  /// One entry a sequence, photos first.
  public var sequenceLengths: [Int] {
    [Int](repeating: photoTokens, count: pairs) + [Int](repeating: pageTokens, count: pairs)
  }
}
