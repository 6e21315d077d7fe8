/// One line of a chart.
public struct ChartSeries: Sendable, Equatable {
  /// A place on the chart, in the units of its axes.
  public struct Point: Sendable, Equatable {
    public var x: Double
    public var y: Double

    /// Whether the point can be drawn; beyond 1e100 a scale's own numbers would overflow.
    var isDrawable: Bool { x.isFinite && y.isFinite && abs(x) < 1e100 && abs(y) < 1e100 }

    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// How a line is drawn.
  public enum Style: String, Sendable {
    case solid
    case dashed
    /// Thin and pale: raw values behind a smoothed line, or one of many.
    case faint
  }

  public var name: String
  /// By rising x. A point that is not finite leaves a gap.
  public var points: [Point]
  public var style: Style
  /// Which of the eight colors of the page, 0…7.
  public var color: Int
  /// Draws a dot at every point.
  public var dotted: Bool
  /// Names the line below the chart.
  public var listed = true

  public init(name: String, points: [Point], style: Style = .solid, color: Int = 0, dotted: Bool = false) {
    self.name = name
    self.points = points
    self.style = style
    self.color = color
    self.dotted = dotted
  }

  /// The points that can be drawn.
  var finite: [Point] { points.filter(\.isDrawable) }

  /// Runs of points that can be drawn, cut where one cannot.
  var runs: [[Point]] {
    points.split { !$0.isDrawable }.map(Array.init)
  }

  /// The same line in at most about `limit` points: of each stretch its lowest and its highest stay, so that no spike is lost.
  func thinned(to limit: Int) -> ChartSeries {
    guard points.count > limit, limit >= 4 else { return self }
    let stretch = (points.count * 2 + limit - 1) / limit
    var kept: [Point] = []
    for first in stride(from: 0, to: points.count, by: stretch) {
      let range = first..<min(first + stretch, points.count)
      kept.append(contentsOf: Self.extremes(of: points, in: range).map { points[$0] })
    }
    var thinned = self
    thinned.points = kept
    return thinned
  }

  /// Indices of the lowest and the highest of a stretch in their order, or of its first point that is not finite.
  private static func extremes(of points: [Point], in range: Range<Int>) -> [Int] {
    if let gap = range.first(where: { !points[$0].isDrawable }) { return [gap] }
    guard let low = range.min(by: { points[$0].y < points[$1].y }),
      let high = range.max(by: { points[$0].y < points[$1].y })
    else { return [] }
    return low == high ? [low] : [min(low, high), max(low, high)]
  }

  /// The line that fits each point and `reach` points on either side best, read at the point: it follows the values without
  /// lagging behind, at the ends too. Points that are not finite stay as they are and count for nothing.
  func smoothed(reach: Int, name: String) -> ChartSeries {
    var smoothed = self
    smoothed.name = name
    for index in points.indices where points[index].isDrawable {
      let range = max(0, index - reach)...min(points.count - 1, index + reach)
      smoothed.points[index].y = Self.fitted(
        points[range].filter(\.isDrawable), at: points[index].x)
    }
    return smoothed
  }

  /// Least squares, read at `x`; the mean where all points stand above each other.
  private static func fitted(_ points: [Point], at x: Double) -> Double {
    let count = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.x } / count
    let meanY = points.reduce(0) { $0 + $1.y } / count
    let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    guard spread > 0 else { return meanY }
    let rise = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
    return meanY + rise * (x - meanX)
  }
}
