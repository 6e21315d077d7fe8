import FoundationEssentials
import Images

/// Queries of one split and what they found.
public struct ReportGallery: Sendable {
  /// Such as `composition, zh`.
  public var title: String
  public var items: [GalleryItem]

  public init(title: String, items: [GalleryItem]) {
    self.title = title
    self.items = items
  }
}

/// A text, its page as the model saw it, and the images it found.
public struct GalleryItem: Sendable {
  public var text: String
  /// The language's tag, such as `zh`.
  public var language: String
  /// The text's page; `nil` for a tower that reads no page.
  public var page: ReportImage?
  /// What was found, best first.
  public var found: [FoundImage]
  /// Place of the best right image, 1 for first; the expected one where images score the same.
  public var rightPlace: Double
  /// The right image, for queries that did not find it among `found`.
  public var rightImage: ReportImage?

  public init(
    text: String, language: String, page: ReportImage?, found: [FoundImage], rightPlace: Double,
    rightImage: ReportImage? = nil
  ) {
    self.text = text
    self.language = language
    self.page = page
    self.found = found
    self.rightPlace = rightPlace
    self.rightImage = rightImage
  }
}

/// An image that a query found.
public struct FoundImage: Sendable {
  public var image: ReportImage
  /// Cosine with the query, -1…1.
  public var score: Float
  /// Whether the query's text names this image.
  public var isRight: Bool

  public init(image: ReportImage, score: Float, isRight: Bool) {
    self.image = image
    self.score = score
    self.isRight = isRight
  }
}

/// An image inside the page: its bytes, so that the report needs no other file.
public struct ReportImage: Sendable {
  /// A PNG file.
  public let png: [UInt8]
  /// Pixels.
  public let width: Int
  /// Pixels.
  public let height: Int
  /// What it shows, in words.
  public let description: String

  /// Pixels of the longer side that a report has room for.
  public static let longestSide = 128

  /// - Parameter longest: pixels; an image with a longer side is made smaller.
  /// - Throws: `PixelError` when it cannot be encoded.
  public init(_ image: PixelImage, description: String, longest: Int = longestSide) throws {
    let image = image.composed(on: .white)
    let side = max(image.width, image.height)
    let shown =
      side <= longest
      ? image
      : try image.resized(
        width: max(1, image.width * longest / side), height: max(1, image.height * longest / side))
    png = try PNG.encode(shown, level: 9)
    width = shown.width
    height = shown.height
    self.description = description
  }

  /// The page that `patches` were cut from, blank places hatched; never made smaller.
  ///
  /// - Parameters:
  ///   - columns: places a row of the whole page; without it the page ends at its last patch.
  ///   - shades: how strongly each patch is colored, 0…1.
  public init(page patches: PatchSequence, columns: Int? = nil, text: String, shades: [Float]? = nil) throws {
    let page = PageImage(patches, columns: columns, shades: shades)
    let shaded = shades == nil ? "" : ", colored where it speaks for the image"
    try self.init(
      page.image, description: "The page of “\(text)” as the model sees it: \(patches.count) patches\(shaded)",
      longest: .max)
  }

  /// The image as an address that holds the image itself.
  var address: String { "data:image/png;base64," + Data(png).base64EncodedString() }
}
