import Console
import Tensors
import TestSupport
import Testing

@testable import Evaluation

@Suite("Comparisons")
struct ComparisonTests {
  /// A text names the picture of its number; `ranks[t]` wrong pictures stand before it.
  static func set(_ ranks: [Int], split: String = "dev", language: String = "zh", gallery: Int = 20)
    -> ComparedArm.SetRanks
  {
    func retrieval(_ ranks: [Int]) -> RetrievalRanks {
      RetrievalRanks(
        bars: ranks.map { _ in RankBar(rightScores: [0.5]) }, above: ranks, level: ranks.map { _ in 1 },
        gallery: gallery)
    }
    return ComparedArm.SetRanks(
      split: split, language: language, queries: ranks.indices.map { "query \($0)" }, textToImage: retrieval(ranks),
      imageToText: retrieval(ranks.reversed()))
  }

  static func arm(_ name: String, _ runs: [[ComparedArm.SetRanks]]) -> ComparedArm {
    ComparedArm(
      name: name, about: "a <model>", parameters: [("tower", 1000), ("tables", 20)], operationsPerPair: 2e6, batch: 8,
      lengths: [.init(language: "zh", captions: 4, mean: 5.25, high: 9, cut: 1)],
      runs: runs.enumerated().map { seed, sets in
        ComparedArm.Run(
          seed: seed, steps: 10, seconds: 2, pairsPerSecond: 40, peakMemoryBytes: 1 << 20, checkpointBytes: 2 << 20,
          progress: [
            RecallPoint(step: 5, seconds: 1, split: "dev", language: "zh", textToImage: [10, 20, 30], imageToText: [])
          ], sets: sets)
      })
  }

  @Test("A difference is the mean of the queries' differences, and its interval follows from how they scatter")
  func difference() throws {
    var generator = SeededGenerator(seed: 1)
    let better = [[Int]](repeating: (0..<100).map { $0 < 60 ? 0 : 7 }, count: 1)
    let worse = [[Int]](repeating: (0..<100).map { $0 < 40 ? 0 : 7 }, count: 1)
    let difference = try PairedDifference(first: better, second: worse, depth: 1, using: &generator)
    #expect(abs(difference.points - 20) < 1e-9 && difference.isClear && difference.probability < 0.01)
    // Twenty of a hundred queries differ, all to one side: the mean of a hundred draws of 0.2 scatters by 4 points.
    #expect(abs(difference.interval.lowerBound - 12) < 2 && abs(difference.interval.upperBound - 28) < 2)
    let none = try PairedDifference(first: better, second: better, depth: 1, using: &generator)
    #expect(none.points == 0 && none.interval == 0...0 && !none.isClear && none.probability == 1)
    // As many to either side: nothing is clear, though the models hit different queries.
    let other = [(0..<100).map { $0 >= 40 ? 0 : 7 }]
    let even = try PairedDifference(first: better, second: other, depth: 1, using: &generator)
    #expect(even.points == 0 && !even.isClear && even.probability > 0.5 && even.interval.upperBound > 10)
    // Beyond the ranks everything is a hit.
    #expect(try PairedDifference(first: better, second: worse, depth: 10, using: &generator).points == 0)
    #expect(throws: EvaluationError.self) {
      try PairedDifference(first: [[0]], second: [[0, 1]], depth: 1, using: &generator)
    }
  }

  @Test("Seeds are averaged, and each model is held against the first")
  func rows() throws {
    let comparison = try Comparison(
      title: "t",
      arms: [
        Self.arm("a", [[Self.set([0, 0, 3, 9])], [Self.set([0, 2, 3, 9])]]),
        Self.arm("b", [[Self.set([0, 0, 0, 0])], [Self.set([0, 0, 0, 9])]]),
      ])
    #expect(comparison.rows.count == 2 && comparison.rows[0].queries == 4)
    #expect(abs(comparison.rows[0].chance[0] - 5) < 1e-9)
    let cells = comparison.rows[0].cells
    #expect(cells[0].percent == [37.5, 75, 100] && cells[0].spread == 25...50 && cells[0].differences == nil)
    #expect(cells[1].percent == [87.5, 87.5, 100] && cells[1].differences?[0].points == 50)
    #expect(throws: EvaluationError.self) {
      try Comparison(
        title: "t", arms: [Self.arm("a", [[Self.set([0, 1])]]), Self.arm("b", [[Self.set([0, 1, 2])]])])
    }
  }

  @Test("Text, notes, JSON and page say the same")
  func forms() throws {
    let comparison = try Comparison(
      title: "pixels & tokens",
      arms: [
        Self.arm("a", [[Self.set([0, 0, 3, 9])]]), Self.arm("b", [[Self.set([0, 0, 0, 0])]]),
      ], warnings: ["they are <unlike>"])
    let text = comparison.text()
    #expect(text.hasPrefix("! they are <unlike>\n") && text.contains("50.0 / 75.0 / 100.0") && text.contains("+50.0 ("))
    let notes = comparison.markdown()
    #expect(notes.contains("| dev | zh | 4 | 5.00 | 50.0 / 75.0 / 100.0 | 100.0 / 100.0 / 100.0 | +50.0 ("))
    #expect(notes.contains("| zh | 5.2 (95 %: 9, 1 cut) |"))
    let json = try JSONValue(parsing: comparison.json.prettyText)
    #expect(json["recall"]?.arrayValue?.count == 2)
    #expect(json["recall"]?.arrayValue?[0]["arms"]?.arrayValue?[1]["r1_more"]?["points"]?.doubleValue == 50)
    let page = ComparisonPage(comparison).html
    #expect(MarkupCheck.problems(in: page).isEmpty, "\(MarkupCheck.problems(in: page))")
    #expect(
      page.contains("they are &lt;unlike&gt;") && page.contains("pixels &amp; tokens") && !page.contains("src=\"http"))
    #expect(page.contains("TFLOP") && page.contains("+50.0 ("))
  }
}
