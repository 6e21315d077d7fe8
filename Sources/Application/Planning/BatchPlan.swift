import Recipes
import Training

/// How large a batch is at most.
public struct BatchPlan: Sendable {
  public let pairs: Int
  /// Patches that training sees of every photo.
  public let photoTokens: Int
  /// Patches of a page that is full, or tokens of a full context; most captions have fewer.
  public let textTokens: Int
  private let tower: TowerWord
  /// How photos are shown.
  public let images: BatchOutline.Images
  /// Values of a photo's patch, and of a page's.
  private let patchWidth: (photo: Int, page: Int)

  public init(_ recipe: Recipe) {
    let cells = recipe.image.imageSize / recipe.model.patch
    pairs = recipe.training.batch
    photoTokens = max(1, Int((Double(cells * cells) * recipe.image.patchKeepRate).rounded()))
    tower = recipe.model.tower
    let needs = recipe.objective.requirements
    images =
      !recipe.objective.views.contains(.image) ? .absent : needs.reusesImageEmbeddings ? .known : .packed
    patchWidth = (recipe.model.configuration.patchWidth, recipe.model.pageConfiguration.patchWidth)
    textTokens =
      tower.readsPages ? recipe.rendering.rows * recipe.rendering.columns : recipe.model.text.context
  }

  /// Patches and tokens of a batch with full captions.
  public var tokens: Int { pairs * ((images == .packed ? photoTokens : 0) + textTokens) }

  /// Bytes of the pixels of photos, and of pages where captions are pages.
  public var pixelBytes: Int {
    pairs
      * ((images == .packed ? photoTokens : 0) * patchWidth.photo
        + (tower.readsPages ? textTokens * patchWidth.page : 0))
  }

  /// The batch, or one like it with fewer pairs.
  public func outline(pairs most: Int = .max) -> BatchOutline {
    let times = min(pairs, most)
    let photos = images == .packed ? [photoTokens] : []
    return switch tower {
    case .shared: BatchOutline(patches: photos + [textTokens], times: times, images: images)
    case .twinPages: BatchOutline(patches: photos, pages: [textTokens], times: times, images: images)
    case .sharedTokens, .twin: BatchOutline(patches: photos, tokens: [textTokens], times: times, images: images)
    }
  }
}
