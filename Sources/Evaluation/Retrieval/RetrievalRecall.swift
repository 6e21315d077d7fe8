/// Recall of one direction, in percent: the share of queries with a right item among the first 1, 5 and 10.
public struct RetrievalRecall: Sendable, Equatable {
  /// How far down the list recall looks: R@1, R@5 and R@10.
  public static let depths = [1, 5, 10]

  /// Number of queries asked.
  public let queries: Int
  /// Number of items each query chose from.
  public let gallery: Int
  /// R@1, R@5, R@10 in percent; zeros when nothing was asked.
  public internal(set) var percent: [Double] = []
  /// What guessing would reach, in percent, at the same depths.
  public let chance: [Double]
  /// Half of the queries have their best right item at this place or before it; first place is 1. Zero when nothing was asked.
  public private(set) var medianRank = 0.0
  /// Number of queries in which a wrong item ties with the best right one.
  public let tied: Int
  /// 95 % intervals of `percent`, when they were asked for.
  public var intervals: [ClosedRange<Double>]?

  /// Mean of R@1, R@5 and R@10 of this direction: the MR of Chinese-CLIP.
  public var meanRecall: Double { percent.reduce(0, +) / Double(Self.depths.count) }

  /// Ties cost nothing; for other conventions see `RetrievalTask.recall`.
  public init(_ ranks: RetrievalRanks) { self.init(ranks, floorsMedian: false) }

  /// - Parameter floorsMedian: whether half ranks of the median are rounded down.
  init(_ ranks: RetrievalRanks, floorsMedian: Bool) {
    queries = ranks.ranks.count
    gallery = ranks.gallery
    chance = Self.depths.map { depth in
      Self.mean(ranks.rightCounts.map { 100 * Self.chanceOfHit(right: $0, gallery: ranks.gallery, depth: depth) })
    }
    tied = ranks.tied
    count(ranks.ranks, floorsMedian: floorsMedian)
  }

  /// Counts other ranks of the same queries.
  mutating func count(_ ranks: [Int], floorsMedian: Bool) {
    percent = Self.depths.map { Self.percent(of: ranks, within: $0) }
    let median = Self.median(ranks.map { $0 + 1 })
    medianRank = floorsMedian ? median.rounded(.down) : median
  }

  static func percent(of ranks: [Int], within depth: Int) -> Double {
    mean(ranks.map { $0 < depth ? 100 : 0 })
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

  private static func median(_ values: [Int]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    return Double(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
