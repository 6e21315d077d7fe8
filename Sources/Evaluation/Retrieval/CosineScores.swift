import CKernels

/// Cosines of every row of one table with every row of another, handed out block by block.
///
/// A score depends on its two rows only, never on where they stand, so equal rows get equal scores to the last bit:
/// identical images tie on every machine. Where a model compares token by token, its scores stand in the place of cosines.
public struct CosineScores: Sendable {
  public let queries: EmbeddingTable
  public let gallery: EmbeddingTable
  /// `[queries, gallery]`; nil computes cosines.
  private let scores: [Float]?

  /// Queries that are scored together; a block's scores stay in the processor's cache.
  static let blockRows = 32

  /// - Throws: `EvaluationError` when the two tables differ in width.
  public init(queries: EmbeddingTable, gallery: EmbeddingTable) throws {
    try self.init(queries: queries, gallery: gallery, scores: nil)
  }

  /// - Parameter scores: `[queries, gallery]` in the place of cosines.
  init(queries: EmbeddingTable, gallery: EmbeddingTable, scores: [Float]?) throws {
    guard queries.width == gallery.width else {
      throw EvaluationError(
        "Queries of width \(queries.width) cannot be compared with a gallery of width \(gallery.width); "
          + "embed both with the same model.")
    }
    self.queries = queries
    self.gallery = gallery
    self.scores = scores
  }

  /// Those of some queries.
  public func ofQueries(_ rows: [Int]) throws -> CosineScores {
    try CosineScores(
      queries: queries.rows(rows), gallery: gallery,
      scores: scores.map { scores in rows.flatMap { scores[$0 * gallery.count..<($0 + 1) * gallery.count] } })
  }

  /// One score, -1…1.
  public func score(query: Int, item: Int) -> Float {
    if let scores { return scores[query * gallery.count + item] }
    let width = queries.width
    return queries.values.withUnsafeBufferPointer { left in
      gallery.values.withUnsafeBufferPointer { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
        return Float(clippo_dot_f32(left + query * width, right + item * width, width))
      }
    }
  }

  /// Calls `body` once for every query, in order, with its scores against the gallery, `[gallery.count]`.
  public func forEachQuery(_ body: (_ query: Int, _ scores: UnsafeBufferPointer<Float>) throws -> Void) rethrows {
    let columns = gallery.count
    guard columns > 0 else { return }
    if let scores {
      return try scores.withUnsafeBufferPointer { scores in
        for query in 0..<queries.count {
          try body(query, UnsafeBufferPointer(rebasing: scores[query * columns..<(query + 1) * columns]))
        }
      }
    }
    var block = [Float](repeating: 0, count: min(Self.blockRows, queries.count) * columns)
    for first in stride(from: 0, to: queries.count, by: Self.blockRows) {
      let rows = min(Self.blockRows, queries.count - first)
      score(from: first, rows: rows, into: &block)
      try block.withUnsafeBufferPointer { scores in
        for row in 0..<rows {
          try body(first + row, UnsafeBufferPointer(rebasing: scores[row * columns..<(row + 1) * columns]))
        }
      }
    }
  }

  /// Walks the gallery once a block, so that each of its rows is fetched once for all the block's queries.
  private func score(from first: Int, rows: Int, into block: inout [Float]) {
    let width = queries.width
    let columns = gallery.count
    queries.values.withUnsafeBufferPointer { query in
      gallery.values.withUnsafeBufferPointer { item in
        block.withUnsafeMutableBufferPointer { out in
          guard let query = query.baseAddress, let item = item.baseAddress else { return }
          for column in 0..<columns {
            for row in 0..<rows {
              let score = clippo_dot_f32(query + (first + row) * width, item + column * width, width)
              out[row * columns + column] = Float(score)
            }
          }
        }
      }
    }
  }
}
