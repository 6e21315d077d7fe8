#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Two normal distributions of numbers, found by expectation and maximization (Dempster et al. 1977): the lower one is `low`, the upper one
/// `high`, as of the losses of clean pairs and of noisy ones (Arazo et al. 2019; DivideMix, Li et al. 2020).
package struct GaussianMixture: Sendable, Hashable {
  package struct Component: Sendable, Hashable {
    package var mean: Double
    package var variance: Double
    /// Share of the numbers, 0…1.
    package var weight: Double
  }

  package var low: Component
  package var high: Component

  /// Added to every variance, so that a component of equal numbers keeps a width.
  private static let varianceFloor = 1e-6

  package init(low: Component, high: Component) {
    self.low = low
    self.high = high
  }

  /// Fits both to the numbers; nil where fewer than two of them differ.
  ///
  /// Means begin at the least and the greatest number, variances at 1 and weights at a half.
  package init?(_ values: [Double], iterations: Int = 100) {
    guard let least = values.min(), let greatest = values.max(), least < greatest, (greatest - least).isFinite else {
      return nil
    }
    low = Component(mean: least, variance: 1, weight: 0.5)
    high = Component(mean: greatest, variance: 1, weight: 0.5)
    for _ in 0..<iterations {
      let shares = values.map { share(ofSecond: $0) }
      low = Self.component(values, shares.map { 1 - $0 }, before: low)
      high = Self.component(values, shares, before: high)
    }
    if high.mean < low.mean { (low, high) = (high, low) }
  }

  private static func component(_ values: [Double], _ shares: [Double], before: Component) -> Component {
    let total = shares.reduce(0, +)
    // Nothing is left of it: it stays where it was.
    guard total > 0 else { return Component(mean: before.mean, variance: before.variance, weight: 0) }
    let mean = zip(values, shares).reduce(0) { $0 + $1.0 * $1.1 } / total
    let variance = zip(values, shares).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 } / total
    return Component(mean: mean, variance: variance + varianceFloor, weight: total / Double(values.count))
  }

  /// The probability that a number is of the upper component, 0…1. Below the lower mean it is 0 and above the upper one it does not fall,
  /// where a wide component would claim what lies beyond the other one.
  package func posterior(_ value: Double) -> Double {
    value <= low.mean ? 0 : share(ofSecond: min(value, max(high.mean, low.mean)))
  }

  /// The same without that, as expectation needs it.
  private func share(ofSecond value: Double) -> Double {
    func logDensity(_ component: Component) -> Double {
      let distance = value - component.mean
      return log(component.weight) - 0.5 * (log(component.variance) + distance * distance / component.variance)
    }
    let difference = logDensity(low) - logDensity(high)
    return 1 / (1 + exp(difference))
  }
}
