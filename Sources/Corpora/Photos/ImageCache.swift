import Images
import Synchronization

/// Reads images and keeps the first that fit a limit, so that later epochs need not decode them again.
///
/// Nothing that is kept ever makes room: in a shuffled epoch every image is as likely to be next as any other.
final class ImageCache: Sendable {
  /// An image ready for augmentation.
  struct Image: Sendable {
    let image: PixelImage
    /// Of the file's bytes: equal for copies of one file.
    let hash: UInt64
  }

  private struct Kept {
    var images: [RecordFacts.Number: Image] = [:]
    var bytes = 0
  }

  private let preparation: PhotoPreparation
  private let limit: Int
  private let kept = Mutex(Kept())

  /// - Parameter limit: bytes of images that are kept.
  init(_ preparation: PhotoPreparation, keeping limit: Int) {
    self.preparation = preparation
    self.limit = limit
  }

  /// Bytes of the images that are kept.
  var bytes: Int { kept.withLock { $0.bytes } }

  /// Throws when the image cannot be read or decoded.
  func image(of record: CaptionedImage, key: RecordFacts.Number) throws -> Image {
    if let image = kept.withLock({ $0.images[key] }) { return image }
    let bytes = try record.image.bytes(limit: PhotoPreparation.byteLimit)
    let decoded = try preparation.decode(bytes, enoughSide: preparation.cacheSize)
    let image = Image(
      image: try preparation.workingImage(of: decoded), hash: StableHash.ofLarge(bytes))
    kept.withLock { kept in
      let size = image.image.pixels.count
      guard kept.bytes + size <= limit, kept.images.updateValue(image, forKey: key) == nil else { return }
      kept.bytes += size
    }
    return image
  }
}
