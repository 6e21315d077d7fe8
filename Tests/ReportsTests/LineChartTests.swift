import Testing

@testable import Reports

@Suite struct LineChartTests {
  func series(_ values: [Double], dotted: Bool = false) -> ChartSeries {
    ChartSeries(
      name: "loss", points: values.enumerated().map { ChartSeries.Point(x: Double($0), y: $1) }, dotted: dotted)
  }

  func markup(_ series: [ChartSeries], clock: [ChartSeries.Point] = []) -> String {
    LineChart(title: "Loss", unit: "nats", series: series, clock: clock).figure().markup
  }

  @Test(arguments: [[], [.nan], [.infinity, -.infinity]] as [[Double]])
  func withoutAPointTheChartSaysSo(values: [Double]) {
    #expect(markup([series(values)]).contains("Nothing was measured yet."))
  }

  /// Values, the lines that join them, the dots for points that stand alone.
  @Test(
    arguments: [
      ([3], 0, 1), ([3, 2], 1, 0), ([3, 2, .nan, 1, 2], 2, 0), ([.nan, 3, .infinity, 2, 1], 1, 1), ([5, 5, 5], 1, 0),
      ([0, 0], 1, 0), ([-1, 1], 1, 0), ([1e99, -1e99], 1, 0), ([1e308, -1e308, 1, 2], 1, 0), ([1e-30, 2e-30], 1, 0),
    ] as [([Double], Int, Int)])
  func gapsCutTheLine(values: [Double], lines: Int, dots: Int) {
    let chart = markup([series(values)])
    #expect(chart.split(separator: "<polyline").count == lines + 1)
    #expect(chart.split(separator: "<circle").count == dots + 1)
    #expect(MarkupCheck.problems(in: chart).isEmpty)
    #expect(!chart.contains("nan") && !chart.contains("inf"))
  }

  @Test func pointsStandWhereTheScalesSay() {
    let chart = markup([series([0, 10, 5], dotted: true)])
    #expect(chart.contains("points=\"0,1000 500,0 1000,500\""))
    #expect(chart.contains("cx=\"50%\" cy=\"0%\""))
  }

  @Test func theTimeScaleFollowsTheClock() {
    let clock = [(0.0, 0.0), (100, 60), (200, 240)].map { ChartSeries.Point(x: $0.0, y: $0.1) }
    let line = ChartSeries(name: "loss", points: [ChartSeries.Point(x: 0, y: 1), ChartSeries.Point(x: 200, y: 2)])
    let chart = markup([line], clock: clock)
    // One minute had passed at step 100, three at step 166.7.
    #expect(chart.contains("x=\"50%\" y=\"0\" dy=\"-6\">1 min<"))
    #expect(chart.contains("x=\"83.3%\" y=\"0\" dy=\"-6\">3 min<"))
  }

  @Test func longLinesAreThinnedAndKeepTheirSpikes() {
    var values = (0..<100_000).map { Double($0 % 7) }
    values[31_313] = 1000
    values[77_777] = -1000
    let thinned = series(values).thinned(to: 600)
    #expect(thinned.points.count <= 602)
    #expect(thinned.points.map(\.y).max() == 1000)
    #expect(thinned.points.map(\.y).min() == -1000)
    #expect(zip(thinned.points, thinned.points.dropFirst()).allSatisfy { $0.x < $1.x })
  }

  @Test func smoothingKeepsAStraightLineStraight() {
    let line = series((0..<50).map { 3 * Double($0) + 1 })
    for (point, smoothed) in zip(line.points, line.smoothed(reach: 6, name: "smoothed").points) {
      #expect(abs(point.y - smoothed.y) < 1e-9)
    }
    let withGap = series([1, 2, .nan, 4, 5]).smoothed(reach: 1, name: "smoothed")
    #expect(withGap.points[2].y.isNaN)
    #expect(withGap.points[3].y == 4)
  }

  @Test(arguments: [
    (0.0, 10.0, [0.0, 2, 4, 6, 8, 10]), (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (3, 97, [20, 40, 60, 80]), (5, 5, [5]),
    (-1, 1, [-1, -0.5, 0, 0.5, 1]),
  ])
  func ticksAreRound(low: Double, high: Double, expected: [Double]) {
    expectClose(AxisTicks.round(in: low...high), expected)
  }
}
