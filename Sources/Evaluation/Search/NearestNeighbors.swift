/// One item that a search found.
public struct SearchHit: Sendable, Equatable {
  /// Row of the item in its table.
  public let index: Int
  /// Cosine with the query, -1…1.
  public let score: Float

  public init(index: Int, score: Float) {
    self.index = index
    self.score = score
  }

  /// Whether this hit stands before `other`: the higher score first, and of equal scores the lower index.
  func precedes(_ other: SearchHit) -> Bool {
    score != other.score ? score > other.score : index < other.index
  }
}

/// The best `limit` of the hits offered to it, in order.
struct BestHits {
  private let limit: Int
  private(set) var hits: [SearchHit] = []

  init(limit: Int) {
    self.limit = limit
    hits.reserveCapacity(limit)
  }

  /// Keeps `hit` if it is among the best so far.
  mutating func offer(_ hit: SearchHit) {
    if hits.count == limit {
      guard let last = hits.last, hit.precedes(last) else { return }
      hits.removeLast()
    }
    var place = hits.count
    while place > 0, hit.precedes(hits[place - 1]) { place -= 1 }
    hits.insert(hit, at: place)
  }
}

extension CosineScores {
  /// The best `limit` gallery items of every query, exact, best first; of equal scores the lower index stands first.
  ///
  /// - Parameter limit: items a query, at least 1; a smaller gallery gives all it has.
  /// - Returns: one list for each query.
  public func best(_ limit: Int) -> [[SearchHit]] {
    guard gallery.count > 0 else { return Array(repeating: [], count: queries.count) }
    var found: [[SearchHit]] = []
    found.reserveCapacity(queries.count)
    forEachQuery { _, scores in
      var best = BestHits(limit: max(limit, 1))
      for (index, score) in scores.enumerated() { best.offer(SearchHit(index: index, score: score)) }
      found.append(best.hits)
    }
    return found
  }
}
