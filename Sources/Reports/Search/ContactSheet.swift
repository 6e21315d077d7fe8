import Console
import Images

/// One image of a search: the query's page as the model sees it, and below it the images found, each with its place and
/// its score.
public struct ContactSheet: Sendable {
  /// One image found.
  public struct Entry: Sendable {
    public var image: PixelImage
    /// Cosine with the query, -1…1.
    public var score: Float
    /// Writing to put below, such as `SheetCaptions` makes; cut where it is too wide.
    public var caption: PixelImage?

    public init(image: PixelImage, score: Float, caption: PixelImage? = nil) {
      self.image = image
      self.score = score
      self.caption = caption
    }
  }

  public let image: PixelImage

  /// - Parameters:
  ///   - page: the query's page; `nil` for a tower that reads none.
  ///   - pageColumns: places a row of the whole page.
  ///   - entries: best first.
  /// - Throws: `PixelError` when an image cannot be made smaller.
  public init(page: PatchSequence?, pageColumns: Int? = nil, entries: [Entry]) throws {
    let page = page.map { page in
      let scale = Layout.pageScale(width: PageImage.width(of: page, columns: pageColumns))
      return PageImage(page, columns: pageColumns, scale: scale).image
    }
    let captionHeight = entries.compactMap { $0.caption?.height }.max() ?? 0
    let layout = Layout(page: page, entries: entries.count, captionHeight: captionHeight)
    var canvas = Canvas(width: layout.width, height: layout.height, color: Self.paper)
    if let page {
      canvas.place(page, left: Layout.margin, top: Layout.margin)
      canvas.frame(
        left: Layout.margin - 1, top: Layout.margin - 1, width: page.width + 2, height: page.height + 2, thickness: 1,
        Self.rule)
    }
    for (index, entry) in entries.enumerated() {
      try Self.draw(entry, rank: index + 1, at: layout.corner(of: index), on: &canvas)
    }
    image = canvas.image
  }

  /// Pixels a side of an image's frame, and the width of its caption.
  public static let imageSide = 144
  /// Gray value of the sheet, 0…255.
  static let paperGray: UInt8 = 250
  /// Gray value of writing, 0…255.
  static let inkGray: UInt8 = 40

  private static let paper = gray(paperGray)
  private static let rule = gray(203)
  private static let ink = gray(inkGray)
  private static let soft = gray(120)

  private static func gray(_ value: UInt8) -> Color { Color(red: value, green: value, blue: value) }

  private static func draw(
    _ entry: Entry, rank: Int, at corner: (left: Int, top: Int), on canvas: inout Canvas
  ) throws {
    let side = imageSide
    canvas.fill(left: corner.left, top: corner.top, width: side, height: side, .white)
    let image = try fitted(entry.image.composed(on: .white), to: side - 2 * Layout.inset)
    canvas.place(
      image, left: corner.left + (side - image.width) / 2, top: corner.top + (side - image.height) / 2)
    canvas.frame(left: corner.left, top: corner.top, width: side, height: side, thickness: 1, rule)
    let line = corner.top + side + Layout.gap
    DigitStrip.draw("\(rank)", left: corner.left, top: line, scale: 2, ink, on: &canvas)
    let score = NumberText.fixed(Double(entry.score), decimals: 3)
    let width = DigitStrip.width(of: score, scale: 2)
    DigitStrip.draw(score, left: corner.left + side - width, top: line, scale: 2, soft, on: &canvas)
    if let caption = entry.caption {
      let shown = cut(caption.composed(on: .white), width: side)
      canvas.place(shown, left: corner.left, top: line + DigitStrip.height * 2 + Layout.gap)
    }
  }

  /// `image` made to fit a square of `side` pixels; a small one is enlarged too.
  private static func fitted(_ image: PixelImage, to side: Int) throws -> PixelImage {
    let longest = max(image.width, image.height)
    return try image.resized(
      width: max(1, image.width * side / longest), height: max(1, image.height * side / longest))
  }

  /// The left `width` pixels of an image.
  private static func cut(_ image: PixelImage, width: Int) -> PixelImage {
    guard image.width > width else { return image }
    var canvas = Canvas(width: width, height: image.height, color: .white)
    canvas.place(image, left: 0, top: 0)
    return canvas.image
  }
}

extension ContactSheet {
  /// Where everything stands, in pixels.
  private struct Layout {
    static let margin = 24
    static let gap = 8
    static let side = ContactSheet.imageSide
    /// Between a frame and its image.
    static let inset = 8
    static let columns = 5
    /// Pixels between the margins.
    static let room = columns * side + (columns - 1) * 2 * gap

    let width: Int
    let height: Int
    private let top: Int
    private let cellHeight: Int

    init(page: PixelImage?, entries: Int, captionHeight: Int) {
      let pageHeight = page.map { $0.height + Self.margin } ?? 0
      width = 2 * Self.margin + max(Self.room, page?.width ?? 0)
      top = Self.margin + pageHeight
      let caption = captionHeight == 0 ? 0 : captionHeight + Self.gap
      cellHeight = Self.side + Self.gap + DigitStrip.height * 2 + caption + Self.margin
      height = top + (entries + Self.columns - 1) / Self.columns * cellHeight + (entries == 0 ? Self.margin : 0)
    }

    /// A page is enlarged while there is room, up to three times.
    static func pageScale(width: Int) -> Int { min(3, max(1, room / width)) }

    /// The top left corner of an image's frame.
    func corner(of index: Int) -> (left: Int, top: Int) {
      (
        Self.margin + index % Self.columns * (Self.side + 2 * Self.gap), top + index / Self.columns * cellHeight
      )
    }
  }
}
