/// Recall of one direction, in percent: the share of queries with a right item among the first 1, 5 and 10; expected, where
/// items score the same.
public struct RetrievalRecall: Sendable, Equatable {
  /// How far down the list recall looks: R@1, R@5 and R@10.
  public static let depths = [1, 5, 10]

  /// Number of queries asked.
  public let queries: Int
  /// Number of items each query chose from.
  public let gallery: Int
  /// R@1, R@5, R@10 in percent; zeros when nothing was asked.
  public let percent: [Double]
  /// What guessing would reach, in percent, at the same depths.
  public let chance: [Double]
  /// Median over the queries of the place of the best right item, first place being 1: of the expected place where items score
  /// the same, and of an even number of queries the mean of the middle two. Zero when nothing was asked.
  public let medianRank: Double
  /// Number of queries in which a wrong item ties with the best right one.
  public let tied: Int
  /// Whether the gallery's embeddings tell its items apart; nil where nobody looked.
  public let variety: EmbeddingVariety?
  /// 95 % intervals of `percent`, when they were asked for.
  public var intervals: [ClosedRange<Double>]?

  /// Mean of R@1, R@5 and R@10 of this direction: the MR of Chinese-CLIP.
  public var meanRecall: Double { percent.reduce(0, +) / Double(Self.depths.count) }

  /// Expected recall: equal scores stand in random order; for other protocols see `RetrievalTask.recall`.
  public init(_ ranks: RetrievalRanks) { self.init(ranks, QueryHits(ranks.ranks), floorsMedian: false) }

  /// - Parameters:
  ///   - hits: of the same queries.
  ///   - floorsMedian: whether half ranks of the median are rounded down.
  init(_ ranks: RetrievalRanks, _ hits: QueryHits, floorsMedian: Bool) {
    queries = ranks.ranks.count
    gallery = ranks.gallery
    chance = Self.depths.map { depth in
      Self.mean(ranks.rightCounts.map { 100 * Self.chanceOfHit(right: $0, gallery: ranks.gallery, depth: depth) })
    }
    tied = ranks.tied
    variety = ranks.variety
    percent = hits.shares.map(Self.percent)
    let median = Self.median(hits.ranks.map { $0 + 1 })
    medianRank = floorsMedian ? median.rounded(.down) : median
  }

  /// The mean of queries' shares, 0…1, in percent.
  public static func percent(_ shares: [Double]) -> Double {
    shares.isEmpty ? 0 : 100 * shares.reduce(0, +) / Double(shares.count)
  }

  /// Expected recall of some queries at one depth, in percent.
  package static func percent(of ranks: [TiedRank], within depth: Int) -> Double {
    percent(ranks.map { $0.hit(within: depth) })
  }

  /// Probability that at least one of `right` items is among `depth` drawn from `gallery` without replacement.
  static func chanceOfHit(right: Int, gallery: Int, depth: Int) -> Double {
    guard gallery > 0 else { return 0 }
    var miss = 1.0
    for drawn in 0..<min(depth, gallery) {
      miss *= Double(max(gallery - right - drawn, 0)) / Double(gallery - drawn)
    }
    return 1 - miss
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  private static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
