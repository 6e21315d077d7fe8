/// Where values fall on the plot: 0…1 from the left and from the top.
struct ChartScales {
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  let xTicks: [Double]
  let yTicks: [Double]

  /// Scales that hold every finite point of `series`; `nil` when there is none.
  init?(_ series: [ChartSeries], fromZero: Bool) {
    let points = series.flatMap(\.finite)
    guard let left = points.map(\.x).min(), let right = points.map(\.x).max(),
      let low = points.map(\.y).min(), let high = points.map(\.y).max()
    else { return nil }
    x = left < right ? left...right : left - 0.5...left + 0.5
    y = AxisTicks.widened(fromZero ? min(0, low)...max(0, high) : low...high, about: 5)
    xTicks = AxisTicks.round(in: x, about: 4).filter { $0 == $0.rounded() && abs($0) < 1e15 }
    yTicks = AxisTicks.round(in: y, about: 5)
  }

  func across(_ value: Double) -> Double { (value - x.lowerBound) / (x.upperBound - x.lowerBound) }
  func down(_ value: Double) -> Double { 1 - (value - y.lowerBound) / (y.upperBound - y.lowerBound) }
}
