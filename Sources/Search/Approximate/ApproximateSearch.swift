import CKernels
import Runtime

/// Finds most of the vectors with the highest products by a graph, and scores what it finds exactly. Items that came after the graph
/// was made are all looked at.
public struct ApproximateSearch: Sendable {
  private let index: VectorIndex
  private let graph: NeighborGraph
  private let pool: ThreadPool
  private let efSearch: Int
  private let exactItems: Int

  /// Candidates that a search keeps in view unless told otherwise.
  public static let usualEfSearch = 128

  /// Items that are all looked at in no more time than a walk through the graph takes, so that nothing need be missed: a few
  /// hundred nearly equal images among them can stand in the way of a walk.
  public static let usualExactItems = 2_000

  /// - Parameters:
  ///   - graph: of this index.
  ///   - efSearch: candidates that a search keeps in view; more find more and take longer.
  ///   - exactItems: an index of at most so many is searched exactly.
  public init(
    _ index: VectorIndex, graph: NeighborGraph, pool: ThreadPool, efSearch: Int = ApproximateSearch.usualEfSearch,
    exactItems: Int = ApproximateSearch.usualExactItems
  ) {
    self.exactItems = exactItems
    self.index = index
    self.graph = graph
    self.pool = pool
    self.efSearch = efSearch
  }

  /// About the best `limit` vectors of every query, best first.
  ///
  /// - Parameter queries: `[queries, width]`.
  /// - Throws: `SearchError` where the sizes disagree or a query is not finite.
  public func best(_ limit: Int, of queries: [Float]) throws -> [[VectorHit]] {
    let count = queries.count / index.width
    guard queries.count == count * index.width else {
      throw SearchError("\(queries.count) values are no queries of width \(index.width)")
    }
    guard limit > 0, count > 0 else { return Array(repeating: [], count: count) }
    if index.count <= exactItems { return try ExactSearch(index.gallery, pool: pool).best(limit, of: queries) }
    let late = try lateHits(limit, of: queries, count: count)
    var found = [Result<[VectorHit], any Error>](repeating: .success([]), count: count)
    found.withUnsafeMutableBufferPointer { found in
      let found = found
      pool.parallel(count) { range, _ in
        for query in range {
          found[query] = Result {
            try hits(Array(queries[query * index.width..<(query + 1) * index.width]), limit: limit)
          }
        }
      }
    }
    return try zip(found, late).map { found, late in
      Array((try found.get() + late).sorted { $0.precedes($1) }.prefix(limit))
    }
  }

  /// The best of what came after the graph was made.
  private func lateHits(_ limit: Int, of queries: [Float], count: Int) throws -> [[VectorHit]] {
    guard graph.items < index.count else {
      guard clippo_all_finite_f32(queries, queries.count) != 0 else {
        throw SearchError("a query holds a value that is not finite; the model that made it may have diverged")
      }
      return Array(repeating: [], count: count)
    }
    return try ExactSearch(index.gallery, pool: pool).best(limit, of: queries, among: graph.items..<index.count)
  }

  private func hits(_ query: [Float], limit: Int) throws -> [VectorHit] {
    var rounded = [UInt16](repeating: 0, count: query.count)
    clippo_convert_f32_to_bf16(&rounded, query, query.count)
    let nodes = graph.nodes
    var list = min(nodes, max(efSearch, limit))
    while true {
      let near = try graph.near(rounded, list: list).filter { !index.gallery.removed.contains($0) }
      // Items removed since stand in the way of others.
      if near.count < min(limit, graph.count), list < nodes {
        list = min(nodes, 4 * list)
        continue
      }
      var best = BestVectors(limit: limit)
      for item in near {
        index.gallery.withVector(item) { vector in
          let score = Float(clippo_search_score(vector, query, query.count))
          best.offer(VectorHit(index: item, score: score))
        }
      }
      return best.sorted
    }
  }
}
