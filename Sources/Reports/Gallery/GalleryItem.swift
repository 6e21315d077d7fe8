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

/// A text, its page as the model saw it, and the pictures it found.
public struct GalleryItem: Sendable {
  public var text: String
  /// The language's tag, such as `zh`.
  public var language: String
  /// The text's page; `nil` for a tower that reads no page.
  public var page: ReportPicture?
  /// What was found, best first.
  public var found: [FoundPicture]
  /// Place of the best right picture, 1 for first; the expected one where pictures score the same.
  public var rightPlace: Double
  /// The right picture, for queries that did not find it among `found`.
  public var rightPicture: ReportPicture?

  public init(
    text: String, language: String, page: ReportPicture?, found: [FoundPicture], rightPlace: Double,
    rightPicture: ReportPicture? = nil
  ) {
    self.text = text
    self.language = language
    self.page = page
    self.found = found
    self.rightPlace = rightPlace
    self.rightPicture = rightPicture
  }
}

/// A picture that a query found.
public struct FoundPicture: Sendable {
  public var picture: ReportPicture
  /// Cosine with the query, -1…1.
  public var score: Float
  /// Whether the query's text names this picture.
  public var isRight: Bool

  public init(picture: ReportPicture, score: Float, isRight: Bool) {
    self.picture = picture
    self.score = score
    self.isRight = isRight
  }
}

/// A picture inside the page: its bytes, so that the report needs no other file.
public struct ReportPicture: Sendable {
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

  /// - Parameter longest: pixels; a picture with a longer side is made smaller.
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
  ///   - shades: how strongly each patch is coloured, 0…1.
  public init(page patches: PatchSequence, columns: Int? = nil, text: String, shades: [Float]? = nil) throws {
    let page = PagePicture(patches, columns: columns, shades: shades)
    let shaded = shades == nil ? "" : ", coloured where it speaks for the picture"
    try self.init(
      page.image, description: "The page of “\(text)” as the model sees it: \(patches.count) patches\(shaded)",
      longest: .max)
  }

  /// The picture as an address that holds the picture itself.
  var address: String { "data:image/png;base64," + Data(png).base64EncodedString() }
}
