import Console
import Corpora
import FoundationEssentials
import Reports
import Runtime
import Search

/// How an index is searched.
public enum SearchMethod: Sendable {
  /// Every vector is looked at.
  case exact
  /// Every vector is looked at in eight bits, and those that may be among the best in full. The answer is the same.
  case bytes
  /// A graph leads to most of the best.
  case approximate(efSearch: Int)
}

/// Looks for images of an index by texts and images. One at a time.
public final class ImageSearch {
  public let index: VectorIndex
  public let model: RunModel
  let reader: any CaptionReading
  private let method: Method
  private let wish: Wish
  /// Size and time of the file just before it was opened.
  private let stamp: String?

  private enum Method {
    case exact(ExactSearch)
    case approximate(ApproximateSearch)
  }

  /// What it takes to open the index again.
  private struct Wish {
    let model: IndexModel
    let method: SearchMethod
    let ignoresContract: Bool
  }

  /// Opens an index and what the method needs.
  ///
  /// - Parameters:
  ///   - model: of the index.
  ///   - ignoresContract: goes on where the index was made by another model.
  /// - Throws: a sentence where the index is damaged or another model's, or there is no graph.
  public init(path: String, model: IndexModel, method: SearchMethod = .exact, ignoresContract: Bool = false) throws {
    wish = Wish(model: model, method: method, ignoresContract: ignoresContract)
    stamp = Self.stamp(path)
    let pool = model.model.compute.pool
    index = try VectorIndex(path: path, pool: pool)
    if !ignoresContract { try model.require(index.model, index: path) }
    self.model = model.model
    reader = try model.model.readers.make()
    guard index.width == self.model.recipe.model.embedding else {
      throw CommandError(
        "\(path): the index holds vectors of \(index.width) values, the model makes \(self.model.recipe.model.embedding)"
      )
    }
    switch method {
    case .exact: self.method = .exact(ExactSearch(index.gallery, pool: pool))
    case .bytes:
      let quantized = QuantizedVectors(index.gallery, pool: pool)
      self.method = .exact(ExactSearch(index.gallery, pool: pool, quantized: quantized))
    case .approximate(let efSearch):
      let file = NeighborGraph.path(besideIndex: path)
      guard FileManager.default.fileExists(atPath: file) else {
        throw CommandError("\(file): there is no graph of this index; make it with clippo-search index --approximate")
      }
      let graph = try NeighborGraph(path: file, of: index, pool: pool)
      self.method = .approximate(ApproximateSearch(index, graph: graph, pool: pool, efSearch: efSearch))
    }
  }

  private static func stamp(_ path: String) -> String? {
    (try? OpenFile(path: path)).map { "\($0.size) \($0.changed)" }
  }

  /// The same search of what the index has become; nil where it is as it was.
  ///
  /// Throws as `init` does; this search goes on as before.
  public func renewed() throws -> ImageSearch? {
    guard let now = Self.stamp(index.path), now != stamp else { return nil }
    return try ImageSearch(
      path: index.path, model: wish.model, method: wish.method, ignoresContract: wish.ignoresContract)
  }

  /// The images nearest to a query, best first.
  ///
  /// - Throws: `SearchQueryError` where the query cannot be read.
  public func find(_ query: SearchQuery, limit: Int) throws -> SearchFinding {
    let start = MonotonicClock.seconds()
    let vector = try model.vector(of: query, reader: reader)
    let hits: [VectorHit]
    switch method {
    case .exact(let search): hits = try search.best(limit, of: vector.values).first ?? []
    case .approximate(let search): hits = try search.best(limit, of: vector.values).first ?? []
    }
    let items = try hits.map { hit in
      SearchFinding.Item(
        number: hit.index, score: hit.score, image: try index.image(hit.index),
        vector: index.gallery.vector(hit.index))
    }
    return SearchFinding(
      query: query, items: items, loss: vector.loss, page: vector.page, vector: vector.values,
      languages: SearchFinding.languages(of: query, model: model),
      pageColumns: model.recipe.rendering.columns,
      searched: index.liveCount, seconds: MonotonicClock.seconds() - start)
  }

  /// Writes a finding as a page of its own.
  public func writePage(_ finding: SearchFinding, to path: String) throws {
    try finding.writePage(to: path, model: model)
  }

  /// Writes a finding as one image.
  public func writeSheet(_ finding: SearchFinding, to path: String) throws {
    try finding.writeSheet(to: path, model: model)
  }
}

extension VectorIndex {
  /// What an index of images keeps of an item, and where its file is now.
  func image(_ item: Int) throws -> IndexedImage {
    var image = try IndexedImage(json: record(item), place: "\(path), item \(item)")
    image.location = image.location.with(IndexPlaces(index: path, model: model).found)
    return image
  }
}
