#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Round numbers for an axis.
enum AxisTicks {
  /// Multiples of 1, 2 or 5 times a power of ten that lie in `range`, about `count` of them, ascending.
  static func round(in range: ClosedRange<Double>, about count: Int = 5) -> [Double] {
    let span = range.upperBound - range.lowerBound
    guard span.isFinite, span > 0, count > 0 else { return [range.lowerBound] }
    return multiples(of: roundStep(span / Double(count)), in: range)
  }

  /// Round times in seconds: multiples of 1, 2, 5, 10, 15, 30 seconds, minutes or hours.
  static func times(in range: ClosedRange<Double>, about count: Int = 5) -> [Double] {
    let span = range.upperBound - range.lowerBound
    guard span.isFinite, span > 0, count > 0 else { return [range.lowerBound] }
    let wanted = span / Double(count)
    let steps = [1.0, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400]
    return multiples(of: steps.first { $0 >= wanted } ?? roundStep(wanted / 86400) * 86400, in: range)
  }

  /// A range from the next round number below to the next above, at least a little wide.
  static func widened(_ range: ClosedRange<Double>, about count: Int = 5) -> ClosedRange<Double> {
    let least = max(abs(range.lowerBound), abs(range.upperBound), 1e-12) * 1e-6
    let (low, high) =
      range.upperBound - range.lowerBound > least
      ? (range.lowerBound, range.upperBound) : (range.lowerBound - 0.5, range.upperBound + 0.5)
    let step = roundStep((high - low) / Double(count))
    return (low / step).rounded(.down) * step...(high / step).rounded(.up) * step
  }

  private static func roundStep(_ least: Double) -> Double {
    let power = pow(10, log10(least).rounded(.down))
    return ([1.0, 2, 5].first { $0 * power >= least * 0.999_999 } ?? 10) * power
  }

  private static func multiples(of step: Double, in range: ClosedRange<Double>) -> [Double] {
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 100 else { return [] }
    return (0...Int(last - first)).map { (first + Double($0)) * step }
  }
}
