import Evaluation
import Images

/// Makes the gallery of a report out of a retrieval task: which queries are shown, and what each found.
public struct GalleryBuilder {
  private let task: RetrievalTask
  private let ranks: RetrievalRanks
  private let material: Material

  /// What the gallery shows of a query and of an image; rows are those of the task's tables.
  public struct Material {
    /// The tag of the texts' language.
    public var language: String
    /// Places a row of a whole page.
    public var pageColumns: Int?
    public var text: (_ text: Int) -> String
    /// `nil` for a tower that reads no page.
    public var page: (_ text: Int) throws -> PatchSequence?
    public var image: (_ image: Int) throws -> PixelImage
    /// What an image is called.
    public var name: (_ image: Int) -> String

    public init(
      language: String, pageColumns: Int? = nil, text: @escaping (Int) -> String,
      page: @escaping (Int) throws -> PatchSequence?, image: @escaping (Int) throws -> PixelImage,
      name: @escaping (Int) -> String
    ) {
      self.language = language
      self.pageColumns = pageColumns
      self.text = text
      self.page = page
      self.image = image
      self.name = name
    }
  }

  /// - Parameter ranks: of the task's texts.
  public init(task: RetrievalTask, ranks: RetrievalRanks, material: Material) {
    self.task = task
    self.ranks = ranks
    self.material = material
  }

  /// Ranks the task's texts itself.
  public init(task: RetrievalTask, material: Material) throws {
    self.init(task: task, ranks: try task.ranks().textToImage, material: material)
  }

  /// Queries drawn by chance, so that the share of hits is that of the split; ascending.
  public func sample(_ count: Int, using generator: inout some RandomNumberGenerator) throws -> [GalleryItem] {
    var left = Array(ranks.queries.indices)
    for place in 0..<min(max(count, 0), left.count) {
      let chosen = place + Int(generator.next().multipliedFullWidth(by: UInt64(left.count - place)).high)
      left.swapAt(place, chosen)
    }
    return try items(at: left.prefix(max(count, 0)).sorted())
  }

  /// Queries whose right image stands furthest down, the furthest first; only those that missed the first five. Where images
  /// score the same, the expected place counts.
  public func worstMisses(_ count: Int) throws -> [GalleryItem] {
    let places = ranks.ranks.map(\.expected)
    let missed = places.indices.filter { places[$0] >= Double(GallerySection.shown) }
    let worst = missed.sorted { (places[$1], $0) < (places[$0], $1) }
    return try items(at: Array(worst.prefix(max(count, 0))))
  }

  private func items(at places: [Int]) throws -> [GalleryItem] {
    let found = try task.scoresOfTexts().ofQueries(places.map { ranks.queries[$0] }).best(GallerySection.shown)
    return try zip(places, found).map { try item(text: ranks.queries[$0], rank: ranks.ranks[$0].expected, hits: $1) }
  }

  private func item(text: Int, rank: Double, hits: [SearchHit]) throws -> GalleryItem {
    let right = task.imagesOfTexts[text]
    let words = material.text(text)
    let found = try hits.map { hit in
      FoundImage(image: try image(hit.index), score: hit.score, isRight: right.contains(hit.index))
    }
    let page = try material.page(text).map {
      try ReportImage(page: $0, columns: material.pageColumns, text: words)
    }
    let isShown = found.contains(where: \.isRight)
    return GalleryItem(
      text: words, language: material.language, page: page, found: found, rightPlace: rank + 1,
      rightImage: isShown ? nil : try bestRight(right, text: text).map(image))
  }

  /// Of several right images the one that scores highest.
  private func bestRight(_ right: [Int], text: Int) throws -> Int? {
    let scores = try task.scoresOfTexts().ofQueries([text])
    // Of equals the first.
    return right.reduce(nil as Int?) { best, image in
      guard let best, scores.score(query: 0, item: best) >= scores.score(query: 0, item: image) else { return image }
      return best
    }
  }

  private func image(_ index: Int) throws -> ReportImage {
    try ReportImage(try material.image(index), description: material.name(index))
  }
}
