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
  /// A query that ties counts with the probability of its hit.
  ///
  /// - Parameter generator: decides the draws; the same generator gives the same intervals.
  public func intervals(
    of ranks: RetrievalRanks, using generator: inout some RandomNumberGenerator
  ) -> [ClosedRange<Double>] {
    let hits = QueryHits(ranks.ranks).shares
    let count = ranks.ranks.count
    guard count > 0 else { return hits.map { _ in 0...0 } }
    var draws = hits.map { _ in [Double]() }
    for _ in 0..<resamples {
      var sums = hits.map { _ in 0.0 }
      for _ in 0..<count {
        // The high half of a 64 x 64 bit product: the same draws whatever the standard library does.
        let query = Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)
        for place in hits.indices { sums[place] += hits[place][query] }
      }
      for (place, sum) in sums.enumerated() { draws[place].append(100 * sum / Double(count)) }
    }
    return zip(draws, hits).map { interval(of: $0, around: RetrievalRecall.percent($1)) }
  }

  private func interval(of draws: [Double], around recall: Double) -> ClosedRange<Double> {
    let sorted = draws.sorted()
    let outside = Int((Double(resamples - 1) * (1 - coverage) / 2).rounded(.down))
    return min(sorted[outside], recall)...max(sorted[resamples - 1 - outside], recall)
  }
}
