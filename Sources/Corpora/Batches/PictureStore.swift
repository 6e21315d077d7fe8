import Pixels
import Tensors

/// Decoded pictures in memory: square, on white, of one size.
public struct PictureStore: Sendable {
  /// A picture that could not be read, and why.
  public struct Unreadable: Sendable, CustomStringConvertible {
    public let origin: Origin
    public let reason: String
    public var description: String { "\(origin): \(reason)" }
  }

  /// Pixels a side.
  public let side: Int
  /// In the order of the records; `nil` where the file cannot be read.
  public let pictures: [PixelImage?]
  public let unreadable: [Unreadable]

  /// Memory of the pixels.
  public var bytes: Int { pictures.reduce(0) { $0 + ($1?.pixels.count ?? 0) } }

  /// Reads the pictures of all records, on all threads, with antialiasing.
  ///
  /// Throws when more than `unreadableLimit` (share, 0…1) of them cannot be read, naming the first.
  public init(reading images: [CaptionedImage], side: Int, unreadableLimit: Double, pool: ThreadPool) throws {
    self.side = side
    let outcomes = try pool.map(images.count) { index, _ -> Result<PixelImage, PixelError> in
      do {
        let picture = try PNG.read(images[index].picture).squared(on: .white)
        return .success(try picture.resized(width: side, height: side, filter: .bilinear))
      } catch let error as PixelError { return .failure(error) }
    }
    var unreadable: [Unreadable] = []
    var pictures: [PixelImage?] = []
    for (outcome, image) in zip(outcomes, images) {
      switch outcome {
      case .success(let picture): pictures.append(picture)
      case .failure(let error):
        pictures.append(nil)
        unreadable.append(Unreadable(origin: image.origin, reason: error.description))
      }
    }
    self.pictures = pictures
    self.unreadable = unreadable
    if let first = unreadable.first, Double(unreadable.count) > unreadableLimit * Double(images.count) {
      throw CorpusError(
        "\(unreadable.count) of \(images.count) pictures cannot be read, the first is \(first); build the corpus anew or raise the limit"
      )
    }
  }
}
