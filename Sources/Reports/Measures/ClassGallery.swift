import Evaluation
import Images
import Runtime

/// An image and the classes that it was taken for.
public struct ClassifiedImage: Sendable {
  /// A class in an image's list.
  public struct Guess: Sendable {
    public var name: String
    public var score: Float
    public var isRight: Bool
  }

  public var image: ReportImage
  /// Best first.
  public var guesses: [Guess]
  /// Place of the best right class, 1 for first; the expected one where classes score the same.
  public var rightPlace: Double
  /// Names of the right classes that are not among `guesses`.
  public var missed: [String]
}

/// Images of one kind, such as mistakes.
public struct ClassifiedImages: Sendable {
  public var title: String
  /// A sentence: which they are.
  public var lead: String
  public var items: [ClassifiedImage]

  public init(title: String, lead: String, items: [ClassifiedImage]) {
    self.title = title
    self.lead = lead
    self.items = items
  }
}

/// Chooses what a report on classification shows: images by chance, the surest mistakes, and what is nearest to classes.
public struct ClassGallery {
  /// What the gallery shows of an image and of a class.
  public struct Material {
    /// The tag of the names' language.
    public var language: String
    public var names: [String]
    /// Places a row of a whole page.
    public var pageColumns: Int?
    public var image: (_ image: Int) throws -> PixelImage
    /// What an image is called.
    public var title: (_ image: Int) -> String
    /// The text of a class and its page; nil for a tower that reads no page.
    public var page: (_ label: Int) throws -> (text: String, patches: PatchSequence)?

    public init(
      language: String, names: [String], pageColumns: Int?, image: @escaping (Int) throws -> PixelImage,
      title: @escaping (Int) -> String, page: @escaping (Int) throws -> (text: String, patches: PatchSequence)?
    ) {
      self.language = language
      self.names = names
      self.pageColumns = pageColumns
      self.image = image
      self.title = title
      self.page = page
    }
  }

  /// Images of each kind, classes, and guesses of an image that are shown.
  private static let (images, classes, guesses) = (12, 12, 5)

  private let scores: ClassScores
  private let labels: [[Int]]
  private let material: Material

  /// - Parameter labels: the classes of every image; images without any are shown under classes alone.
  public init(_ scores: ClassScores, labels: [[Int]], material: Material) {
    self.scores = scores
    self.labels = labels
    self.material = material
  }

  /// Puts everything into a report.
  ///
  /// Throws when an image cannot be read any more.
  public func fill(_ report: inout MeasureReport, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: 0x636c_6173)
    let queried = labels.indices.filter { !labels[$0].isEmpty }
    report.images = [
      ClassifiedImages(
        title: "Images by chance", lead: "Each with the classes that it is nearest to, and their scores.",
        items: try Self.drawn(Self.images, of: queried, using: &generator).map(item)),
      ClassifiedImages(
        title: "Surest mistakes",
        lead: "Images whose first class stands furthest before the best right one.", items: try mistakes(queried)),
    ]
    let shown = Self.drawn(Self.classes, of: Array(0..<scores.classes), using: &generator)
    report.galleries = [ReportGallery(title: "Classes", items: try shown.map(nearest))]
  }

  /// Some of a list, drawn by chance, in the list's order.
  private static func drawn(
    _ count: Int, of list: [Int], using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    Array(list.shuffled(using: &generator).prefix(count)).sorted()
  }

  private func mistakes(_ queried: [Int]) throws -> [ClassifiedImage] {
    let margins = queried.compactMap { image -> (image: Int, margin: Float)? in
      let row = Array(scores[image])
      let best = scores.best(image)
      guard let right = labels[image].map({ row[$0] }).max(), row[best] > right else { return nil }
      return (image, row[best] - right)
    }
    let worst = margins.sorted { ($1.margin, $0.image) < ($0.margin, $1.image) }
    return try worst.prefix(Self.images).map { try item($0.image) }
  }

  private func item(_ image: Int) throws -> ClassifiedImage {
    let row = Array(scores[image])
    let order = row.indices.sorted { row[$0] != row[$1] ? row[$0] > row[$1] : $0 < $1 }
    let right = Set(labels[image])
    let shown = order.prefix(Self.guesses)
    return ClassifiedImage(
      image: try self.image(image),
      guesses: shown.map { .init(name: material.names[$0], score: row[$0], isRight: right.contains($0)) },
      rightPlace: (TiedRank(row, right: right)?.expected ?? Double(order.count)) + 1,
      missed: labels[image].filter { !shown.contains($0) }.map { material.names[$0] })
  }

  /// A class as a query: the images that are nearest to it.
  private func nearest(_ label: Int) throws -> GalleryItem {
    let order = scores.order(for: label)
    let members = labels.indices.filter { labels[$0].contains(label) }
    let page = try material.page(label)
    let found = try order.prefix(GallerySection.shown).map { image in
      FoundImage(
        image: try self.image(image), score: scores.values[image * scores.classes + label],
        isRight: labels[image].contains(label))
    }
    let right = order.firstIndex { labels[$0].contains(label) }
    return GalleryItem(
      text: material.names[label], language: material.language,
      page: try page.map { try ReportImage(page: $0.patches, columns: material.pageColumns, text: $0.text) },
      found: found,
      rightPlace: (TiedRank(scores.scores(for: label), right: members)?.expected ?? Double(order.count)) + 1,
      rightImage: found.contains(where: \.isRight) ? nil : try right.map { try self.image(order[$0]) })
  }

  private func image(_ image: Int) throws -> ReportImage {
    try ReportImage(try material.image(image), description: material.title(image))
  }
}
