import CListOrder

/// What queries find in lists that are sorted and cut as PyTorch does on a CPU, equal scores where its sorting leaves them.
struct SortedLists {
  private let queries: EmbeddingTable
  private let gallery: EmbeddingTable
  private let right: [[Int]]

  /// - Parameter right: the right items of every query, ascending.
  init(queries: EmbeddingTable, gallery: EmbeddingTable, right: [[Int]]) {
    self.queries = queries
    self.gallery = gallery
    self.right = right
  }

  /// Share of the queries with a right item that `topk` gives among the first `depth`, in percent, at every depth.
  ///
  /// Lists of different depths are chosen one by one, as there, so that one need not begin another.
  func topRecall(_ depths: [Int]) throws -> [Double] {
    var hits = depths.map { _ in 0 }
    try forEachQuery { scores, right in
      for (number, depth) in depths.enumerated() {
        let found = try places(scores, min(depth, scores.count), clippo_list_top)
        if found.contains(where: right.contains) { hits[number] += 1 }
      }
    }
    let asked = right.count { !$0.isEmpty }
    return hits.map { asked == 0 ? 0 : 100 * Double($0) / Double(asked) }
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
    try CosineScores(queries: queries, gallery: gallery).forEachQuery { query, scores in
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

extension RetrievalTask {
  /// Recall both ways, counted as a convention counts it. Which captions take part is decided before.
  public func recall(
    _ convention: RetrievalConvention
  ) throws -> (textToImage: RetrievalRecall, imageToText: RetrievalRecall) {
    let ranks = try ranks()
    return (
      try recall(convention, ranks.textToImage, texts, pictures, picturesOfTexts),
      try recall(convention, ranks.imageToText, pictures, texts, textsOfPictures)
    )
  }

  private func recall(
    _ convention: RetrievalConvention, _ ranks: RetrievalRanks, _ queries: EmbeddingTable, _ gallery: EmbeddingTable,
    _ right: [[Int]]
  ) throws -> RetrievalRecall {
    let lists = SortedLists(queries: queries, gallery: gallery, right: right)
    var recall = RetrievalRecall(ranks, floorsMedian: convention.floorsMedian)
    switch convention.ties {
    case .free: break
    case .gallery: recall.count(ranks.listRanks, floorsMedian: convention.floorsMedian)
    case .argSort: recall.count(try lists.sortedRanks(), floorsMedian: convention.floorsMedian)
    case .topK:
      recall.count(ranks.listRanks, floorsMedian: convention.floorsMedian)
      recall.percent = try lists.topRecall(RetrievalRecall.depths)
    }
    return recall
  }
}
