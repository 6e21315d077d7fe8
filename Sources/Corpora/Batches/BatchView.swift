/// What a batch shows of every pair. An objective asks for views by these names.
///
/// Every view but the first two draws from a random stream of its own, which the run's seed, the pair's number and the view's name
/// decide: what a view shows does not depend on which others are asked for.
public enum BatchView: Hashable, Sendable {
  /// The image. In pairs of texts another caption of the record stands in its place.
  case image
  /// The caption. In pairs of two views of an image the second view stands in its place.
  case text
  /// The image augmented once more, as `PhotoPreparation.furtherAugmentation` says; each number is another time.
  case imageAgain(Int)
  /// The caption of `text` read once more: drawn in another font, size or wrapping where pages vary. Each number is another time.
  case textAgain(Int)
  /// A caption of the record that is chosen by its role or its language. A pair whose record has none lacks the view.
  case caption(CaptionChoice)

  /// An image and its caption.
  public static let pair: Set<BatchView> = [.image, .text]

  /// Tells views apart, in streams of random numbers and for people.
  public var name: String {
    switch self {
    case .image: "image"
    case .text: "text"
    case .imageAgain(let number): "image again \(number)"
    case .textAgain(let number): "text again \(number)"
    case .caption(let choice): choice.name
    }
  }

  /// Whether it shows an image where pairs are images and captions.
  public var isImage: Bool {
    switch self {
    case .image, .imageAgain: true
    case .text, .textAgain, .caption: false
    }
  }
}

extension Set<BatchView> {
  /// All views beside the image and the caption, in the order in which they are packed.
  public var further: [BatchView] { subtracting(BatchView.pair).sorted { $0.name < $1.name } }
}
