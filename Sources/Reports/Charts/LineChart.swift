/// A chart of lines over training steps or what goes with them, drawn as SVG that keeps its text size on every screen: places are percentages of
/// the plot, and only the lines are stretched.
public struct LineChart: Sendable {
  public var title: String
  /// What the horizontal axis counts.
  public var across = "step"
  /// What the vertical axis measures, with its unit.
  public var unit: String
  public var series: [ChartSeries]
  /// Extends the vertical axis down to 0.
  public var fromZero: Bool
  /// When each step was reached, `x` steps and `y` seconds, ascending; draws a second scale of time above the plot.
  public var clock: [ChartSeries.Point]

  public init(
    title: String, unit: String, series: [ChartSeries], fromZero: Bool = true, clock: [ChartSeries.Point] = []
  ) {
    self.title = title
    self.unit = unit
    self.series = series
    self.fromZero = fromZero
    self.clock = clock
  }

  /// Points that a line keeps: more cannot be told apart on a screen.
  static let pointLimit = 600

  /// The chart with its heading and legend.
  func figure() -> HTML {
    let drawn = series.map { $0.thinned(to: Self.pointLimit) }.filter { !$0.finite.isEmpty }
    guard let scales = ChartScales(drawn, fromZero: fromZero) else {
      return """
        <figure class="chart"><figcaption>\(title)</figcaption><p class="empty">Nothing was measured yet.</p></figure>

        """
    }
    return """
      <figure class="chart"><figcaption>\(title)<span class="unit"> \(unit)</span></figcaption>
      <div class="plot"><svg role="img" aria-label="\(summary(of: drawn))">
      \(grid(scales))\(timeScale(scales))\(lines(drawn, scales))\(dots(drawn, scales))</svg></div>
      <ul class="legend">\(drawn.filter(\.listed).map(legend))</ul></figure>

      """
  }

  private func grid(_ scales: ChartScales) -> HTML {
    let rows = scales.yTicks.map { tick -> HTML in
      let y = percent(scales.down(tick))
      return """
        <line class="grid" x1="0" x2="100%" y1="\(y)" y2="\(y)"/>\
        <text class="y" x="-8" y="\(y)" dy="4">\(ReadableNumber.significant(tick))</text>

        """
    }
    let columns = scales.xTicks.map { tick -> HTML in
      let x = percent(scales.across(tick))
      return """
        <line class="tick" x1="\(x)" x2="\(x)" y1="100%" y2="100%"/>\
        <text class="x" x="\(x)" y="100%" dy="18">\(ReadableNumber.count(Int(tick)))</text>

        """
    }
    return """
      \(rows)\(columns)<line class="axis" x1="0" x2="100%" y1="100%" y2="100%"/>\
      <text class="name" x="100%" y="100%" dy="34">\(across)</text>

      """
  }

  /// Times above the plot, at the steps where they were reached.
  private func timeScale(_ scales: ChartScales) -> HTML {
    let within = clock.filter { scales.x.contains($0.x) && $0.isDrawable }
    guard let first = within.first, let last = within.last, last.y > first.y else { return "" }
    let ticks = AxisTicks.times(in: first.y...last.y, about: 6).map { seconds -> HTML in
      let x = percent(scales.across(Self.step(at: seconds, in: within)))
      return """
        <line class="tick" x1="\(x)" x2="\(x)" y1="0" y2="4"/>\
        <text class="x" x="\(x)" y="0" dy="-6">\(ReadableNumber.duration(seconds: seconds))</text>

        """
    }
    return HTML(ticks)
  }

  /// The step at which `seconds` had passed, on the straight line between the two readings around it.
  private static func step(at seconds: Double, in clock: [ChartSeries.Point]) -> Double {
    guard let after = clock.firstIndex(where: { $0.y >= seconds }) else { return clock.last?.x ?? 0 }
    guard after > 0, clock[after].y > clock[after - 1].y else { return clock[after].x }
    let (left, right) = (clock[after - 1], clock[after])
    return left.x + (right.x - left.x) * (seconds - left.y) / (right.y - left.y)
  }

  private func lines(_ series: [ChartSeries], _ scales: ChartScales) -> HTML {
    let paths = series.flatMap { series in
      series.runs.filter { $0.count > 1 }.map { run -> HTML in
        let places = run.map { "\(thousandth(scales.across($0.x))),\(thousandth(scales.down($0.y)))" }
        return """
          <polyline class="line \(series.style.rawValue) c\(series.color)" points="\(places.joined(separator: " "))"/>

          """
      }
    }
    return """
      <svg x="0" y="0" width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none">\(paths)</svg>

      """
  }

  /// Dots where asked for, and for runs of a single point, which no line can show.
  private func dots(_ series: [ChartSeries], _ scales: ChartScales) -> HTML {
    HTML(
      series.flatMap { series in
        (series.dotted ? series.runs : series.runs.filter { $0.count == 1 }).joined().map { point in
          """
          <circle class="c\(series.color)" cx="\(percent(scales.across(point.x)))" \
          cy="\(percent(scales.down(point.y)))" r="2.5"><title>\(series.name), \(across) \(ReadableNumber.decimal(point.x, places: 0)): \
          \(ReadableNumber.significant(point.y))</title></circle>

          """
        }
      })
  }

  private func legend(_ series: ChartSeries) -> HTML {
    let last = series.finite.last.map { ReadableNumber.significant($0.y, trimmed: false) } ?? "–"
    return """
      <li><svg aria-hidden="true" width="22" height="10"><line class="line \(series.style.rawValue) \
      c\(series.color)" x1="1" x2="21" y1="5" y2="5"/></svg>\(series.name) <b>\(last)</b></li>

      """
  }

  /// The chart in words, for those who cannot see it.
  private func summary(of series: [ChartSeries]) -> String {
    let lines = series.filter(\.listed).compactMap { series -> String? in
      guard let first = series.finite.first, let last = series.finite.last else { return nil }
      return
        "\(series.name) from \(ReadableNumber.significant(first.y)) at \(across) \(ReadableNumber.decimal(first.x, places: 0)) "
        + "to \(ReadableNumber.significant(last.y)) at \(across) \(ReadableNumber.decimal(last.x, places: 0))"
    }
    return "\(title): " + lines.joined(separator: "; ") + "."
  }

  private func percent(_ share: Double) -> String { "\(tenth(share * 100))%" }
  private func thousandth(_ share: Double) -> String { tenth(share * 1000) }

  /// One digit after the point, for SVG: a plain minus and no grouping.
  private func tenth(_ value: Double) -> String {
    let scaled = Int((value * 10).rounded())
    return scaled.isMultiple(of: 10) ? "\(scaled / 10)" : "\(Double(scaled) / 10)"
  }
}
