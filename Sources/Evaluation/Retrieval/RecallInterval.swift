import FoundationEssentials

/// How far a recall could have moved had other queries been drawn from the same source: the percentile bootstrap
/// (Efron 1979). Queries are drawn with replacement; the gallery stays.
public struct RecallInterval: Sendable {
  /// Number of draws of a whole set of queries.
  public let resamples: Int
  /// Share of the draws that falls inside the interval, 0…1.
  public let coverage: Double

  public init(resamples: Int = 1000, coverage: Double = 0.95) {
    self.resamples = max(resamples, 1)
    self.coverage = min(max(coverage, 0), 1)
  }

  /// One interval in percent for each of `RetrievalRecall.depths`; each contains the recall itself.
  ///
  /// - Parameter generator: decides the draws; the same generator gives the same intervals.
  public func intervals(
    of ranks: RetrievalRanks, using generator: inout some RandomNumberGenerator
  ) -> [ClosedRange<Double>] {
    let count = ranks.ranks.count
    guard count > 0 else { return RetrievalRecall.depths.map { _ in 0...0 } }
    var draws = RetrievalRecall.depths.map { _ in [Int]() }
    for _ in 0..<resamples {
      var hits = RetrievalRecall.depths.map { _ in 0 }
      for _ in 0..<count {
        // The high half of a 64 x 64 bit product: the same draws whatever the standard library does.
        let rank = ranks.ranks[Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)]
        for (place, depth) in RetrievalRecall.depths.enumerated() where rank < depth { hits[place] += 1 }
      }
      for (place, hit) in hits.enumerated() { draws[place].append(hit) }
    }
    return zip(draws, RetrievalRecall.depths).map { draws, depth in
      interval(of: draws, count: count, around: RetrievalRecall.percent(of: ranks.ranks, within: depth))
    }
  }

  private func interval(of draws: [Int], count: Int, around recall: Double) -> ClosedRange<Double> {
    let sorted = draws.sorted()
    let outside = Int((Double(resamples - 1) * (1 - coverage) / 2).rounded(.down))
    let lower = 100 * Double(sorted[outside]) / Double(count)
    let upper = 100 * Double(sorted[resamples - 1 - outside]) / Double(count)
    return min(lower, recall)...max(upper, recall)
  }
}
