#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Where values above 0 fall on an axis that doubles by equal steps: 0…1 from its beginning.
struct DoublingScale {
  /// 1, 2 and 5 times powers of ten, the first not above the least value and the last not below the greatest.
  let ticks: [Double]
  private let low: Double
  private let high: Double

  /// `nil` where there are no values.
  ///
  /// - Parameter values: finite and above 0.
  init?(_ values: [Double]) {
    guard let least = values.min(), let most = values.max(), least > 0, most.isFinite else { return nil }
    let powers = Int(log10(least).rounded(.down))...Int(log10(most).rounded(.up))
    let steps = powers.flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
    let first = steps.lastIndex { $0 <= least } ?? 0
    let last = steps.firstIndex { $0 >= most && $0 > steps[first] } ?? steps.count - 1
    ticks = Array(steps[first...max(first, last)])
    low = log2(steps[first])
    high = max(log2(steps[max(first, last)]), low + 1)
  }

  func across(_ value: Double) -> Double { (log2(value) - low) / (high - low) }
}
