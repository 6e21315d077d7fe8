import CListOrder

/// What queries find in lists that are sorted and cut as PyTorch does on a CPU, equal scores where its sorting leaves them.
struct SortedLists {
  private let scores: CosineScores
  private let right: [[Int]]

  /// - Parameter right: the right items of every query, ascending.
  init(_ scores: CosineScores, right: [[Int]]) {
    self.scores = scores
    self.right = right
  }

  /// Whether `topk` gives a right item among the first `depth`, 1 or 0, at every depth for every query with a right item.
  ///
  /// Lists of different depths are chosen one by one, as there, so that one need not begin another.
  func topHits(_ depths: [Int]) throws -> [[Double]] {
    var hits = depths.map { _ in [Double]() }
    try forEachQuery { scores, right in
      for (number, depth) in depths.enumerated() {
        let found = try places(scores, min(depth, scores.count), clippo_list_top)
        hits[number].append(found.contains(where: right.contains) ? 1 : 0)
      }
    }
    return hits
  }

  /// Place of each query's first right item after `argsort`, 0 for first; queries without a right item are left out.
  func sortedRanks() throws -> [Int] {
    var ranks: [Int] = []
    try forEachQuery { scores, right in
      let order = try places(scores, scores.count) { clippo_list_sort($0, $1, $3) }
      ranks.append(order.firstIndex(where: right.contains) ?? scores.count)
    }
    return ranks
  }

  private func forEachQuery(_ body: (UnsafeBufferPointer<Float>, Set<Int>) throws -> Void) throws {
    try scores.forEachQuery { query, scores in
      if !right[query].isEmpty { try body(scores, Set(right[query])) }
    }
  }

  private func places(
    _ scores: UnsafeBufferPointer<Float>, _ count: Int,
    _ order: (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Int64>) -> Int32
  ) throws -> [Int] {
    var places = [Int64](repeating: 0, count: count)
    guard let first = scores.baseAddress, count > 0 else { return [] }
    let status = places.withUnsafeMutableBufferPointer { places in
      places.baseAddress.map { order(first, scores.count, count, $0) } ?? 0
    }
    guard status == 0 else { throw EvaluationError("There is no memory to sort \(scores.count) scores.") }
    return places.map(Int.init)
  }
}
