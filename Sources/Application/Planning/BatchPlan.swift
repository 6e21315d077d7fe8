import Corpora
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
  /// The views that a batch shows beside the image, in the order in which they are packed.
  private let views: [BatchView]
  /// How photos are shown.
  public let images: BatchOutline.Images
  /// Values of a photo's patch, and of a page's.
  private let patchWidth: (photo: Int, page: Int)

  public init(_ recipe: Recipe) {
    let cells = recipe.image.imageSize / recipe.model.patch
    pairs = recipe.training.batch
    photoTokens = max(1, Int((Double(cells * cells) * recipe.image.patchKeepRate).rounded()))
    tower = recipe.model.tower
    views = recipe.objective.views.filter { $0 == .text } + recipe.objective.views.further
    let needs = recipe.objective.requirements
    images =
      !recipe.objective.views.contains(.image) ? .absent : needs.reusesImageEmbeddings ? .known : .packed
    patchWidth = (recipe.model.configuration.patchWidth, recipe.model.pageConfiguration.patchWidth)
    textTokens =
      tower.readsPages ? recipe.rendering.rows * recipe.rendering.columns : recipe.model.text.context
  }

  /// Photos of a pair.
  var photos: Int { (images == .packed ? 1 : 0) + views.count { $0.isImage } }
  /// Pages or texts of a pair.
  var texts: Int { views.count { !$0.isImage } }

  /// Patches and tokens of a batch with full captions.
  public var tokens: Int { pairs * (photos * photoTokens + texts * textTokens) }

  /// Bytes of the pixels of photos, and of pages where captions are pages.
  public var pixelBytes: Int {
    pairs
      * (photos * photoTokens * patchWidth.photo
        + (tower.readsPages ? texts * textTokens * patchWidth.page : 0))
  }

  /// The batch, or one like it with fewer pairs.
  public func outline(pairs most: Int = .max) -> BatchOutline {
    let times = min(pairs, most)
    let photos = [Int](repeating: photoTokens, count: photos)
    let texts = [Int](repeating: textTokens, count: texts)
    // In the order in which views are packed.
    let mixed =
      (images == .packed ? [photoTokens] : []) + views.map { $0.isImage ? photoTokens : textTokens }
    return switch tower {
    case .shared: BatchOutline(patches: mixed, times: times, images: images, views: views)
    case .twinPages: BatchOutline(patches: photos, pages: texts, times: times, images: images, views: views)
    case .sharedTokens, .twin:
      BatchOutline(patches: photos, tokens: texts, times: times, images: images, views: views)
    }
  }
}
