/// Where the right item of each query stands in the gallery.
///
/// The rank rule: a query's rank is the number of gallery items that score strictly more than its best right item, so 0 is
/// first place, and with several right items the best of them counts ("any hit"). Items that tie with the right one do not
/// push it down, because pictures that are equal pixel for pixel must not cost each other a hit; `tied` counts the queries
/// where a wrong item does tie, which also shows a model that gives every input the same embedding.
public struct RetrievalRanks: Sendable, Equatable {
  /// Query rows that have a right item, ascending; the others are not asked.
  public let queries: [Int]
  /// Rank of each of `queries`, 0 for first place.
  public let ranks: [Int]
  /// Number of right items of each of `queries`.
  public let rightCounts: [Int]
  /// Number of queries in which a wrong item has exactly the score of the best right one.
  public let tied: Int
  /// Number of items that were ranked.
  public let gallery: Int

  /// - Parameter rightItems: for every query of `scores` the gallery rows that are right.
  init(_ scores: CosineScores, rightItems: [[Int]]) {
    var queries: [Int] = []
    var ranks: [Int] = []
    var tied = 0
    scores.forEachQuery { query, scores in
      let right = rightItems[query]
      guard let best = right.lazy.map({ scores[$0] }).max() else { return }
      var above = 0
      var level = 0
      for score in scores {
        above += score > best ? 1 : 0
        level += score == best ? 1 : 0
      }
      queries.append(query)
      ranks.append(above)
      let rightLevel = Set(right).count { scores[$0] == best }
      tied += level > rightLevel ? 1 : 0
    }
    self.queries = queries
    self.ranks = ranks
    self.rightCounts = queries.map { Set(rightItems[$0]).count }
    self.tied = tied
    self.gallery = scores.gallery.count
  }
}
