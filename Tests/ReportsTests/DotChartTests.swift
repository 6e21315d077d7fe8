import Testing

@testable import Reports

@Suite struct DotChartTests {
  private static func markup(_ values: [[Double?]], rows: [String] = ["en", "zh"]) -> String {
    DotChart(
      title: "Length", unit: "tokens", rows: rows,
      series: values.enumerated().map { DotChart.Series(name: "s\($0)", values: $1) }
    ).figure.markup
  }

  @Test(
    "The scale begins and ends at round numbers around its values and doubles by equal steps",
    arguments: [
      ([5, 60], [5, 10, 20, 50, 100], 10, 0.231), ([1, 2], [1, 2], 1, 0), ([7], [5, 10], 10, 1),
      ([2], [2, 5], 2, 0), ([0.3, 1000], [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], 1000, 1),
    ] as [([Double], [Double], Double, Double)])
  func scale(values: [Double], ticks: [Double], value: Double, place: Double) throws {
    let scale = try #require(DoublingScale(values))
    #expect(scale.ticks.count == ticks.count)
    // Powers of ten are a rounding off.
    #expect(zip(scale.ticks, ticks).allSatisfy { abs($0 - $1) < 1e-12 * $1 })
    #expect(abs(scale.across(value) - place) < 0.001)
  }

  @Test("A dot stands in its row for every value above 0, in the color of its series")
  func dots() {
    let chart = Self.markup([[5, 10], [nil, 20], [.nan, 0]])
    #expect(MarkupCheck.problems(in: chart).isEmpty)
    // Three in the rows, three in the legend.
    #expect(chart.components(separatedBy: "<circle").count == 3 + 3 + 1)
    #expect(chart.contains("<circle class=\"dot c0\" cx=\"0.00%\" cy=\"10\" r=\"4.5\"><title>en, s0: 5</title>"))
    #expect(chart.contains("<circle class=\"dot c0\" cx=\"50.00%\" cy=\"42\" r=\"4.5\"><title>zh, s0: 10</title>"))
    #expect(chart.contains("<circle class=\"dot c1\" cx=\"100.00%\" cy=\"48\" r=\"4.5\"><title>zh, s1: 20</title>"))
    #expect(chart.contains("aria-label=\"Length, tokens: s0 from 5 to 10; s1 from 20 to 20.\""))
    #expect(!chart.contains("nan"))
  }

  @Test(
    "Without a value a sentence stands for the chart", arguments: [[], [[nil, nil]], [[.nan, 0]]] as [[[Double?]]])
  func sentence(values: [[Double?]]) {
    let chart = Self.markup(values)
    #expect(chart.contains("There is nothing to count.") && !chart.contains("<svg"))
  }

  @Test("Tags in names are shown and not run")
  func hostile() {
    let chart = Self.markup([[1]], rows: ["<script>"])
    #expect(MarkupCheck.problems(in: chart).isEmpty && !chart.contains("<script>"))
  }
}
