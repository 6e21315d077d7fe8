import Images
import Synchronization

/// Reads pictures and keeps the first that fit a limit, so that later epochs need not decode them again.
///
/// Nothing that is kept ever makes room: in a shuffled epoch every picture is as likely to be next as any other.
final class PictureCache: Sendable {
  /// A picture ready for augmentation.
  struct Picture: Sendable {
    let image: PixelImage
    /// Of the file's bytes: equal for copies of one file.
    let hash: UInt64
  }

  /// Names a record.
  struct Key: Hashable, Sendable {
    let part: Int
    let record: Int
  }

  private struct Kept {
    var pictures: [Key: Picture] = [:]
    var bytes = 0
  }

  private let preparation: PhotoPreparation
  private let limit: Int
  private let kept = Mutex(Kept())

  /// - Parameter limit: bytes of pictures that are kept.
  init(_ preparation: PhotoPreparation, keeping limit: Int) {
    self.preparation = preparation
    self.limit = limit
  }

  /// Bytes of the pictures that are kept.
  var bytes: Int { kept.withLock { $0.bytes } }

  /// Throws when the picture cannot be read or decoded.
  func picture(of record: CaptionedImage, key: Key) throws -> Picture {
    if let picture = kept.withLock({ $0.pictures[key] }) { return picture }
    let bytes = try record.picture.bytes(limit: PhotoPreparation.byteLimit)
    let decoded = try preparation.decode(bytes, enoughSide: preparation.cacheSize)
    let picture = Picture(
      image: try preparation.workingPicture(of: decoded), hash: StableHash.ofLarge(bytes))
    kept.withLock { kept in
      let size = picture.image.pixels.count
      guard kept.bytes + size <= limit, kept.pictures.updateValue(picture, forKey: key) == nil else { return }
      kept.bytes += size
    }
    return picture
  }
}
