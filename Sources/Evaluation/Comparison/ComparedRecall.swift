/// What one model reaches on some queries, and how that differs from the first model.
public struct ComparedRecall: Sendable {
  /// R@1, R@5, R@10 in percent, mean over the runs.
  public let percent: [Double]
  /// Lowest and highest R@1 of a run.
  public let spread: ClosedRange<Double>
  /// R@1 and R@5 against the first model; nil for itself.
  public let differences: [PairedDifference]?

  /// Depths of `RetrievalRecall` that differences are tested at.
  static let testedDepths = [1, 5]

  /// One for each model.
  ///
  /// - Parameter ranks: of each query, by model and run; the same queries in the same order everywhere.
  static func all(
    _ ranks: [[[TiedRank]]], using generator: inout some RandomNumberGenerator
  ) throws -> [ComparedRecall] {
    try ranks.enumerated().map { number, runs in
      let recalls = runs.map { run in RetrievalRecall.depths.map { RetrievalRecall.percent(of: run, within: $0) } }
      let percent = RetrievalRecall.depths.indices.map { depth in
        recalls.reduce(0) { $0 + $1[depth] } / Double(max(1, recalls.count))
      }
      let top = recalls.map { $0[0] }
      return ComparedRecall(
        percent: percent, spread: (top.min() ?? 0)...(top.max() ?? 0),
        differences: number == 0
          ? nil
          : try testedDepths.map {
            try PairedDifference(first: runs, second: ranks[0], depth: $0, using: &generator)
          })
    }
  }
}
