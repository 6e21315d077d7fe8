import Images
import Runtime

/// An image and some of its captions as the model sees them in training.
public struct ShownImage: Sendable {
  /// A caption and its page.
  public struct Page: Sendable {
    public let caption: Caption
    public let page: DrawnPage
  }

  /// The image as it is, not larger than a little.
  public let thumbnail: PixelImage
  /// A training view: augmented, cut, thinned.
  public let photo: PatchSequence
  /// Rows and columns of the photo's grid; nil where it follows the image's shape.
  public let gridSide: Int?
  /// Of the file.
  public let header: ImageHeader
  public let split: CorpusSplit
  public let origin: String
  public let pages: [Page]

  /// Pixels of a thumbnail's longer side.
  static let thumbnailSide = 160

  /// Throws where the image cannot be read or prepared, or a caption cannot be drawn.
  init(
    _ record: CaptionedImage, captions: [Caption], photo preparation: PhotoPreparation,
    generator: inout SeededGenerator, renderer: any PageDrawing
  ) throws {
    let bytes = try record.image.bytes(limit: PhotoPreparation.byteLimit)
    header = try ImageFile.header(of: bytes)
    let decoded = try preparation.decode(bytes, enoughSide: max(preparation.cacheSize, Self.thumbnailSide))
    thumbnail = try decoded.composed(on: .white).shrunk(toLongestSide: Self.thumbnailSide)
    let caption = captions.first ?? Caption(text: "", language: "und", role: .raw)
    photo = try preparation.trainingPatches(
      of: preparation.workingImage(of: decoded), caption: caption, using: &generator)
    gridSide = preparation.fit == .keep ? nil : preparation.side / preparation.patchSize
    split = record.split
    origin = "\(record.origin)"
    pages = try captions.map { caption in
      Page(caption: caption, page: try CaptionPage.draw(caption, with: renderer, seed: generator.next()))
    }
  }
}

extension PixelImage {
  fileprivate func shrunk(toLongestSide limit: Int) throws -> PixelImage {
    let side = max(width, height)
    guard side > limit else { return self }
    return try resized(width: max(1, width * limit / side), height: max(1, height * limit / side))
  }
}
