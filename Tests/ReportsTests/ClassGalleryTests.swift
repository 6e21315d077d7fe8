import Images
import Testing

@testable import Evaluation
@testable import Reports

@Suite("What a report on classification shows")
struct ClassGalleryTests {
  /// Four images, three classes; the third and the fourth are mistakes, the fourth the surer one.
  private static let scores = [
    Float(0.9), 0.1, 0.2,
    0.1, 0.8, 0.2,
    0.5, 0.4, 0.3,
    0.7, 0.6, 0.1,
  ]
  private static let labels = [0, 1, 1, 2]

  private func report(labels: [[Int]]? = nil) throws -> MeasureReport {
    let scores = try ClassScores(count: 4, classes: 3, values: Self.scores)
    var report = MeasureReport.classification(
      try ClassificationResult(scores, labels: Self.labels), title: "t", about: "a", names: ["cat", "<dog>", "fox"])
    let material = ClassGallery.Material(
      language: "en", names: ["cat", "<dog>", "fox"], pageColumns: 2,
      image: { PixelImage(width: 4 + $0, height: 4, filledWith: .black) }, title: { "image \($0)" },
      page: { label in
        label == 0
          ? ("a cat", PatchSequence(patchSize: 1, rows: [0], columns: [1], pixels: [1, 2, 3])) : nil
      })
    try ClassGallery(scores, labels: labels ?? Self.labels.map { [$0] }, material: material).fill(&report, seed: 1)
    return report
  }

  @Test("mistakes stand by how sure they were, with what was right; all images can be drawn by chance")
  func images() throws {
    let images = try report().images
    #expect(images.map(\.items.count) == [4, 2])
    #expect(images[1].items.map(\.image.description) == ["image 3", "image 2"])
    let worst = images[1].items[0]
    #expect(
      worst.guesses.map(\.name) == ["cat", "<dog>", "fox"] && worst.guesses.map(\.isRight) == [false, false, true])
    #expect(worst.rightPlace == 3 && worst.missed.isEmpty)
    #expect(images[0].items[0].rightPlace == 1 && images[0].items[0].guesses[0].isRight)
  }

  @Test("a class shows the images nearest to it and its page")
  func classes() throws {
    let items = try report().galleries[0].items
    #expect(items.map(\.text) == ["cat", "<dog>", "fox"] && items.map { $0.page == nil } == [false, true, true])
    #expect(items[1].found.map(\.image.description) == ["image 1", "image 3", "image 2", "image 0"])
    #expect(items[1].found.map(\.isRight) == [true, false, true, false] && items[1].rightPlace == 1)
    #expect(items[2].rightPlace == 4)
  }

  @Test("images of several classes or none are no trouble")
  func several() throws {
    let report = try report(labels: [[0, 2], [], [1, 2], [2]])
    #expect(report.images[0].items.count == 3)
    #expect(report.images[1].items.map(\.image.description) == ["image 3", "image 2"])
  }

  @Test("the page has a cell for every pair that occurs, and shows names without running them")
  func page() throws {
    let report = try report()
    let html = MeasurePage(report).html
    #expect(MarkupCheck.problems(in: html).isEmpty, "\(MarkupCheck.problems(in: html))")
    #expect(!html.contains("<dog>") && html.contains("Surest mistakes") && html.contains("Images by chance"))
    // 0→0, 1→1, 1→0 and 2→0.
    #expect(html.components(separatedBy: " of 2</title>").count - 1 == 2)
    #expect(html.components(separatedBy: " of 1</title>").count - 1 == 2)
    #expect(html.contains("<title>fox → cat: 1 of 1</title>"))
    #expect(throws: EvaluationError.self) {
      try MatrixChart(title: "", rows: "", columns: "", names: ["a", "b"], counts: [1, 2, 3])
    }
  }

  @Test("shares of probes are drawn over the examples, where there are several numbers of them")
  func probes() throws {
    let result = try ClassificationResult(ClassScores(count: 4, classes: 3, values: Self.scores), labels: Self.labels)
    let rows = [("ridge", 1), ("ridge", 5), ("linear", 1), ("ridge", nil)].map {
      ProbeRow(probe: $0.0, shots: $0.1, results: [result])
    }
    let chart = try #require(MeasureReport.probes(rows, title: "t", about: "a").charts.first)
    #expect(chart.series.map(\.name) == ["ridge", "linear"] && chart.series[0].points.map(\.x) == [1, 5])
    #expect(chart.series[0].points[0].y == 50)
    #expect(MeasureReport.probes([rows[3], rows[2]], title: "t", about: "a").charts.isEmpty)
  }
}
