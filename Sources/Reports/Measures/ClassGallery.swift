import Evaluation
import Images
import Runtime

/// A picture and the classes that it was taken for.
public struct ClassifiedPicture: Sendable {
  /// A class in a picture's list.
  public struct Guess: Sendable {
    public var name: String
    public var score: Float
    public var isRight: Bool
  }

  public var picture: ReportPicture
  /// Best first.
  public var guesses: [Guess]
  /// Place of the best right class, 1 for first; the expected one where classes score the same.
  public var rightPlace: Double
  /// Names of the right classes that are not among `guesses`.
  public var missed: [String]
}

/// Pictures of one kind, such as mistakes.
public struct ClassifiedPictures: Sendable {
  public var title: String
  /// A sentence: which they are.
  public var lead: String
  public var items: [ClassifiedPicture]
}

/// Chooses what a report on classification shows: pictures by chance, the surest mistakes, and what is nearest to classes.
public struct ClassGallery {
  /// What the gallery shows of a picture and of a class.
  public struct Material {
    /// The tag of the names' language.
    public var language: String
    public var names: [String]
    /// Places a row of a whole page.
    public var pageColumns: Int?
    public var picture: (_ picture: Int) throws -> PixelImage
    /// What a picture is called.
    public var title: (_ picture: Int) -> String
    /// The text of a class and its page; nil for a tower that reads no page.
    public var page: (_ label: Int) throws -> (text: String, patches: PatchSequence)?

    public init(
      language: String, names: [String], pageColumns: Int?, picture: @escaping (Int) throws -> PixelImage,
      title: @escaping (Int) -> String, page: @escaping (Int) throws -> (text: String, patches: PatchSequence)?
    ) {
      self.language = language
      self.names = names
      self.pageColumns = pageColumns
      self.picture = picture
      self.title = title
      self.page = page
    }
  }

  /// Pictures of each kind, classes, and guesses of a picture that are shown.
  private static let (pictures, classes, guesses) = (12, 12, 5)

  private let scores: ClassScores
  private let labels: [[Int]]
  private let material: Material

  /// - Parameter labels: the classes of every picture; pictures without any are shown under classes alone.
  public init(_ scores: ClassScores, labels: [[Int]], material: Material) {
    self.scores = scores
    self.labels = labels
    self.material = material
  }

  /// Puts everything into a report.
  ///
  /// Throws when a picture cannot be read any more.
  public func fill(_ report: inout MeasureReport, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: 0x636c_6173)
    let asked = labels.indices.filter { !labels[$0].isEmpty }
    report.pictures = [
      ClassifiedPictures(
        title: "Pictures by chance", lead: "Each with the classes that it is nearest to, and their scores.",
        items: try Self.drawn(Self.pictures, of: asked, using: &generator).map(item)),
      ClassifiedPictures(
        title: "Surest mistakes",
        lead: "Pictures whose first class stands furthest before the best right one.", items: try mistakes(asked)),
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

  private func mistakes(_ asked: [Int]) throws -> [ClassifiedPicture] {
    let margins = asked.compactMap { picture -> (picture: Int, margin: Float)? in
      let row = Array(scores[picture])
      let best = scores.best(picture)
      guard let right = labels[picture].map({ row[$0] }).max(), row[best] > right else { return nil }
      return (picture, row[best] - right)
    }
    let worst = margins.sorted { ($1.margin, $0.picture) < ($0.margin, $1.picture) }
    return try worst.prefix(Self.pictures).map { try item($0.picture) }
  }

  private func item(_ picture: Int) throws -> ClassifiedPicture {
    let row = Array(scores[picture])
    let order = row.indices.sorted { row[$0] != row[$1] ? row[$0] > row[$1] : $0 < $1 }
    let right = Set(labels[picture])
    let shown = order.prefix(Self.guesses)
    return ClassifiedPicture(
      picture: try self.picture(picture),
      guesses: shown.map { .init(name: material.names[$0], score: row[$0], isRight: right.contains($0)) },
      rightPlace: (TiedRank(row, right: right)?.expected ?? Double(order.count)) + 1,
      missed: labels[picture].filter { !shown.contains($0) }.map { material.names[$0] })
  }

  /// A class as a query: the pictures that are nearest to it.
  private func nearest(_ label: Int) throws -> GalleryItem {
    let order = scores.order(for: label)
    let members = labels.indices.filter { labels[$0].contains(label) }
    let page = try material.page(label)
    let found = try order.prefix(GallerySection.shown).map { picture in
      FoundPicture(
        picture: try self.picture(picture), score: scores.values[picture * scores.classes + label],
        isRight: labels[picture].contains(label))
    }
    let right = order.firstIndex { labels[$0].contains(label) }
    return GalleryItem(
      text: material.names[label], language: material.language,
      page: try page.map { try ReportPicture(page: $0.patches, columns: material.pageColumns, text: $0.text) },
      found: found,
      rightPlace: (TiedRank(scores.scores(for: label), right: members)?.expected ?? Double(order.count)) + 1,
      rightPicture: found.contains(where: \.isRight) ? nil : try right.map { try self.picture(order[$0]) })
  }

  private func picture(_ picture: Int) throws -> ReportPicture {
    try ReportPicture(try material.picture(picture), description: material.title(picture))
  }
}
