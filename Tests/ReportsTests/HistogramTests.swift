import Corpora
import Testing

@testable import Reports

@Suite struct HistogramTests {
  @Test(
    "Bins are of a round width and hold everything once",
    arguments: [
      (Array(0..<10), Array(0...10)), ([3, 4, 4, 9], Array(3...10)),
      ([0, 299], Array(stride(from: 0, through: 300, by: 10))),
      ([7], [7, 8]), ([224, 1000], Array(stride(from: 200, through: 1050, by: 50))),
    ] as [([Int], [Int])])
  func even(values: [Int], edges: [Int]) throws {
    let bins = try #require(HistogramBins(ValueCounts(values)))
    #expect(bins.edges == edges && !bins.isOpen)
    #expect(bins.counts.reduce(0, +) == values.count)
    for value in values {
      let bin = try #require(bins.edges.lastIndex { $0 <= value })
      #expect(bins.counts[bin] == values.count { (edges[bin]..<edges[bin + 1]).contains($0) })
    }
  }

  @Test("Few values far above the others stand in one bin at the end")
  func open() throws {
    let bins = try #require(HistogramBins(ValueCounts(Array(repeating: 1, count: 99) + Array(2...100) + [5_000])))
    #expect(bins.isOpen && bins.counts.last == 1)
    #expect(bins.label(of: bins.counts.count - 1) { "\($0)" } == "105 and more")
    #expect(bins.label(of: 1) { "\($0)" } == "5–9")
  }

  @Test(
    "Doubling bins end at powers of two and halfway between",
    arguments: [
      ([0, 1, 5], [0, 1, 2, 3, 4, 6]), ([5, 17], [4, 6, 8, 12, 16, 24]), ([48], [48, 64]), ([2, 3], [2, 3, 4]),
    ] as [([Int], [Int])])
  func doubling(values: [Int], edges: [Int]) throws {
    let bins = try #require(HistogramBins(ValueCounts(values), scale: .doubling))
    #expect(bins.edges == edges)
    #expect(bins.counts.reduce(0, +) == values.count)
  }

  @Test("A chart has a bar for every bin that holds something, and its values in words")
  func chart() {
    let chart = HistogramChart(title: "Width", unit: "pixels", values: ValueCounts([1, 2, 2, 4])).figure.markup
    #expect(MarkupCheck.problems(in: chart).isEmpty)
    #expect(chart.components(separatedBy: "<rect").count == 4)
    #expect(chart.contains("<title>2: 2</title>"))
    #expect(chart.contains("aria-label=\"Width: from 1 to 4 pixels, half up to 2, 95 % up to 4.\""))
    // Four bins, the second as tall as the plot.
    #expect(chart.contains("x=\"26.50%\" width=\"22.00%\" y=\"0.00%\" height=\"100.00%\""))
  }

  @Test("Without values, or with one alone, a sentence stands for the chart")
  func sentences() {
    let none = HistogramChart(title: "Width", unit: "pixels", values: ValueCounts()).figure.markup
    #expect(none.contains("There is nothing to count.") && !none.contains("<svg"))
    let one = HistogramChart(title: "Width", unit: "pixels", values: ValueCounts([224, 224])).figure.markup
    #expect(one.contains("All 2 have 224.") && !one.contains("<svg"))
  }
}
