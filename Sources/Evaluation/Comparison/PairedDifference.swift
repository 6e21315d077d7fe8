import FoundationEssentials

/// How much more one model finds than another, on the same queries.
///
/// A query counts by the share of a model's runs in which its right item stands within the depth, where items score the same by
/// the probability of that. Queries are drawn with
/// replacement, each with all runs of both models (the paired bootstrap), so what makes a query hard for both cancels.
public struct PairedDifference: Sendable, Equatable {
  /// Recall of the first model minus recall of the second, in points of percent.
  public let points: Double
  /// What 95 % of the draws fall into.
  public let interval: ClosedRange<Double>
  /// How often a difference of this size or more would come from equal models: twice the share of draws on the other side of
  /// zero, at most 1, never below what so many draws can tell.
  public let probability: Double

  /// Whether the interval leaves out zero.
  public var isClear: Bool { !interval.contains(0) }

  /// - Parameters:
  ///   - first: places of each query in every run of the first model.
  ///   - second: the same of the second model, the same queries in the same order.
  ///   - depth: the first so many places are hits.
  ///
  /// Throws `EvaluationError` where runs have other queries.
  public init(
    first: [[TiedRank]], second: [[TiedRank]], depth: Int, resamples: Int = 2000,
    using generator: inout some RandomNumberGenerator
  ) throws {
    let count = first.first?.count ?? 0
    guard count > 0, !second.isEmpty, (first + second).allSatisfy({ $0.count == count }) else {
      throw EvaluationError("Models can only be compared on the same queries, and on at least one.")
    }
    func hits(_ runs: [[TiedRank]], _ query: Int) -> Double {
      runs.reduce(0) { $0 + $1[query].hit(within: depth) } / Double(runs.count)
    }
    let differences = (0..<count).map { hits(first, $0) - hits(second, $0) }
    points = 100 * differences.reduce(0, +) / Double(count)
    var draws = (0..<max(1, resamples)).map { _ in
      var sum = 0.0
      for _ in 0..<count {
        sum += differences[Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)]
      }
      return 100 * sum / Double(count)
    }
    draws.sort()
    let outside = Int(0.025 * Double(draws.count - 1))
    interval = min(draws[outside], points)...max(draws[draws.count - 1 - outside], points)
    // A draw at zero speaks for neither side.
    let below = Double(draws.count { $0 < 0 }) + Double(draws.count { $0 == 0 }) / 2
    let other = min(below, Double(draws.count) - below) / Double(draws.count)
    probability = min(1, max(2 * other, 1 / Double(draws.count)))
  }
}
