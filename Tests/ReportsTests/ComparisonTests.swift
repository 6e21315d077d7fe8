import Corpora
import Images
import JSON
import Runtime
import TestSupport
import Testing
import TextRendering

@testable import Evaluation
@testable import Reports

@Suite("Comparisons")
struct ComparisonTests {
  /// A text names the image of its number; `ranks[t]` wrong images stand before it.
  static func set(
    _ ranks: [Int], split: String = "dev", language: String = "zh", gallery: Int = 20, queries: [String]? = nil,
    changes: [ComparedModel.ChangedRanks] = []
  ) -> ComparedModel.SetRanks {
    func retrieval(_ ranks: [Int]) -> RetrievalRanks {
      RetrievalRanks(
        bars: ranks.map { _ in RankBar(rightScores: [0.5]) }, above: ranks, level: ranks.map { _ in 1 },
        gallery: gallery)
    }
    return ComparedModel.SetRanks(
      split: split, language: language, queries: queries ?? ranks.indices.map { "query \($0)" },
      textToImage: retrieval(ranks), imageToText: retrieval(ranks.reversed()), changes: changes)
  }

  /// Four captions, one token longer than the context of 9.
  static let lengths: CaptionLengths = {
    let reader = NamedCaptionReader(name: "letters") { LetterReader() }
    let table = try? CaptionLengthTable(
      of: [("zh", ["a", "bb", "ccc", "dddddddddd"])], with: [reader], pool: ThreadPool(threads: 1))
    return table?.columns[0].languages[0] ?? CaptionLengths(language: "zh")
  }()

  /// A token a letter, 9 at most.
  private final class LetterReader: CaptionReading {
    func read(_ text: String, language: String, seed: UInt64?) -> ReadCaption {
      var truncation = TextTruncation()
      truncation.truncatedTokens = max(0, text.count - 9)
      return ReadCaption(sequence: .tokens([Int32](repeating: 5, count: min(9, text.count))), truncation: truncation)
    }
  }

  static func model(
    _ name: String, _ runs: [[ComparedModel.SetRanks]], unseen: [ComparedModel.SetRanks] = []
  ) -> ComparedModel {
    ComparedModel(
      name: name, about: "a <model>", parameters: [("tower", 1000), ("tables", 20)], operationsPerPair: 2e6, batch: 8,
      lengths: [lengths],
      runs: runs.enumerated().map { seed, sets in
        ComparedModel.Run(
          seed: seed, steps: 10, seconds: 2, pairsPerSecond: 40, peakMemoryBytes: 1 << 20, checkpointBytes: 2 << 20,
          progress: [
            RecallPoint(step: 5, seconds: 1, split: "dev", language: "zh", textToImage: [10, 20, 30], imageToText: [])
          ], sets: sets, unseenSets: unseen)
      })
  }

  @Test("A difference is the mean of the queries' differences, and its interval follows from how they scatter")
  func difference() throws {
    var generator = SeededGenerator(seed: 1)
    let better = [(0..<100).map { TiedRank(above: $0 < 60 ? 0 : 7) }]
    let worse = [(0..<100).map { TiedRank(above: $0 < 40 ? 0 : 7) }]
    let difference = try PairedDifference(first: better, second: worse, depth: 1, using: &generator)
    #expect(abs(difference.points - 20) < 1e-9 && difference.isClear && difference.probability < 0.01)
    // Twenty of a hundred queries differ, all to one side: the mean of a hundred draws of 0.2 scatters by 4 points.
    #expect(abs(difference.interval.lowerBound - 12) < 2 && abs(difference.interval.upperBound - 28) < 2)
    let none = try PairedDifference(first: better, second: better, depth: 1, using: &generator)
    #expect(none.points == 0 && none.interval == 0...0 && !none.isClear && none.probability == 1)
    // As many to either side: nothing is clear, though the models hit different queries.
    let other = [(0..<100).map { TiedRank(above: $0 >= 40 ? 0 : 7) }]
    let even = try PairedDifference(first: better, second: other, depth: 1, using: &generator)
    #expect(even.points == 0 && !even.isClear && even.probability > 0.5 && even.interval.upperBound > 10)
    // Beyond the ranks everything is a hit.
    #expect(try PairedDifference(first: better, second: worse, depth: 10, using: &generator).points == 0)
    #expect(throws: EvaluationError.self) {
      try PairedDifference(
        first: [[better[0][0]]], second: [[better[0][0], better[0][1]]], depth: 1, using: &generator)
    }
  }

  @Test("Seeds are averaged, and each model is held against the first")
  func rows() throws {
    let comparison = try Comparison(
      title: "t",
      models: [
        Self.model("a", [[Self.set([0, 0, 3, 9])], [Self.set([0, 2, 3, 9])]]),
        Self.model("b", [[Self.set([0, 0, 0, 0])], [Self.set([0, 0, 0, 9])]]),
      ])
    #expect(comparison.rows.count == 2 && comparison.rows[0].queries == 4)
    #expect(abs(comparison.rows[0].chance[0] - 5) < 1e-9)
    let cells = comparison.rows[0].cells
    #expect(cells[0].percent == [37.5, 75, 100] && cells[0].spread == 25...50 && cells[0].differences == nil)
    #expect(cells[1].percent == [87.5, 87.5, 100] && cells[1].differences?[0].points == 50)
    #expect(throws: EvaluationError.self) {
      try Comparison(
        title: "t", models: [Self.model("a", [[Self.set([0, 1])]]), Self.model("b", [[Self.set([0, 1, 2])]])])
    }
  }

  @Test(
    "Queries of all languages are put together by the script that they are written in, each with its gallery's chance")
  func scripts() throws {
    func sets(_ russian: [Int], _ english: [Int]) -> [ComparedModel.SetRanks] {
      [
        Self.set(russian, language: "ru", gallery: 20, queries: ["кот", "cat"]),
        Self.set(english, language: "en", gallery: 50, queries: ["a dog", "a cow", "собака"]),
      ]
    }
    let comparison = try Comparison(
      title: "t",
      models: [Self.model("a", [sets([0, 9], [0, 0, 9])]), Self.model("b", [sets([9, 9], [9, 9, 0])])])
    #expect(comparison.scripts.map(\.group) == ["Latn", "Cyrl"] && comparison.scripts.map(\.queries) == [3, 2])
    let latin = comparison.scripts[0]
    #expect(abs(latin.chance[0] - (100 / 20.0 + 2 * 100 / 50) / 3) < 1e-9 && latin.gallery == nil)
    #expect(abs(latin.cells[0].percent[0] - 200 / 3) < 1e-9 && latin.cells[1].percent[0] == 0)
    #expect(comparison.scripts[1].cells.map { $0.percent[0] } == [50, 50])
    // Both languages together, both ways.
    #expect(comparison.totals.map(\.queries) == [5, 5] && comparison.totals.map(\.group) == ["all", "all"])
    #expect(comparison.totals[0].cells.map { $0.percent[0] } == [60, 20])
    #expect(abs(comparison.totals[0].chance[0] - (2 * 100 / 20.0 + 3 * 100 / 50) / 5) < 1e-9)
    #expect(comparison.markdown().contains("| dev | Latn | 3 | 3.00 | 66.7 / 66.7 / 100.0 |"))
  }

  @Test("Perturbed queries are held against the same queries as they were, over languages together and one by one")
  func robustness() throws {
    func changed(_ change: QueryChange, _ queries: [Int], _ ranks: [Int]) -> [ComparedModel.ChangedRanks] {
      [ComparedModel.ChangedRanks(change: change, queries: queries, ranks: ranks.map { TiedRank(above: $0) })]
    }
    func sets(_ after: [Int], font: Bool) -> [ComparedModel.SetRanks] {
      [
        Self.set(
          [0, 5, 0], language: "ru",
          changes: changed(.spelled(.typo), [0, 2], after) + (font ? changed(.otherFont, [1], [0]) : [])),
        Self.set([0, 0], language: "zh"),
      ]
    }
    let comparison = try Comparison(
      title: "t",
      models: [Self.model("a", [sets([0, 12], font: true)]), Self.model("b", [sets([0, 0], font: false)])])
    let rows = comparison.robustness
    #expect(rows.map { $0.language ?? "all" } == ["all", "ru", "all", "ru"])
    #expect(rows[0].change == .spelled(.typo) && rows[0].queries == 2 && rows[2].change == .otherFont)
    let cell = try #require(rows[0].cells[0])
    #expect(cell.before == [100, 100] && cell.after == [50, 50] && cell.differences[1].points == -50)
    #expect(rows[0].cells[1]?.after == [100, 100])
    // The second model reads no page: another font is nothing to it.
    #expect(rows[2].cells[0]?.after == [100, 100] && rows[2].cells[0]?.before == [0, 100] && rows[2].cells[1] == nil)
    #expect(comparison.text().contains("100.0 → 50.0") && comparison.markdown().contains("| Another font | ru | 1 |"))
    let json = try JSONValue(parsing: comparison.json.prettyText)
    #expect(json["robustness"]?.arrayValue?[2]["models"]?.arrayValue?.count == 1)
    let page = ComparisonPage(comparison).html
    #expect(MarkupCheck.problems(in: page).isEmpty && page.contains("<summary>By language</summary>"))
  }

  @Test("Languages that training held nothing of stand apart, and models must have been asked the same there too")
  func unseen() throws {
    let sets = [[Self.set([0, 1])]]
    let comparison = try Comparison(
      title: "t",
      models: ["a", "b"].map { Self.model($0, sets, unseen: [Self.set([0, 0, 3], language: "ka")]) })
    #expect(comparison.rows.count == 2 && comparison.unseen.map(\.group) == ["ka", "ka"])
    #expect(
      comparison.text().contains("never trained on") && ComparisonPage(comparison).html.contains("never trained on"))
    #expect(throws: EvaluationError.self) {
      try Comparison(
        title: "t",
        models: [Self.model("a", sets, unseen: [Self.set([0], language: "ka")]), Self.model("b", sets)])
    }
  }

  @Test("The queries that are shown are those that all miss and those that one model alone finds")
  func telling() throws {
    let groups = try DiscriminativeExamples([
      Self.model("a", [[Self.set([0, 8, 3, 0]), Self.set([9, 0])]]),
      Self.model("b", [[Self.set([5, 7, 0, 0]), Self.set([8, 2])]]),
    ]).groups(2)
    func members(_ places: [(Int, Int)]) -> [DiscriminativeExamples.Member] {
      places.map { DiscriminativeExamples.Member(set: $0.0, query: $0.1) }
    }
    #expect(groups.map(\.title) == ["What every model misses", "What only a finds", "What only b finds"])
    #expect(groups[0].members == members([(1, 0), (0, 1)]))
    #expect(groups[1].members == members([(0, 0), (1, 1)]))
    #expect(groups[2].members == members([(0, 2)]))
    #expect(try DiscriminativeExamples([Self.model("a", [[Self.set([3])]])]).groups(0)[0].members.isEmpty)
    // A split whose queries all stand far down does not push the others out, nor one language its neighbors.
    let mixed = try DiscriminativeExamples([
      Self.model(
        "a",
        [
          [
            Self.set([90, 80], split: "hard", language: "zh"), Self.set([70, 60], split: "hard", language: "en"),
            Self.set([5, 4], split: "easy", language: "zh"),
          ]
        ])
    ]).groups(5)
    #expect(mixed[0].members == members([(0, 0), (2, 0), (1, 0), (2, 1), (0, 1)]))
  }

  @Test("Galleries show each model's answers, escaped, and stop where the page grows too large")
  func galleries() throws {
    let image = try ReportImage(
      PixelImage(width: 8, height: 8, channels: .rgb, pixels: [UInt8](repeating: 9, count: 192)),
      description: "a \"cat\"")
    func query(_ text: String) -> ComparedQuery {
      ComparedQuery(
        text: text, split: "dev", language: "zh", page: image, wanted: image,
        answers: [
          .init(
            model: "twin", pieces: ["<a", "b>"],
            found: [FoundImage(image: image, score: 0.25, isRight: false)], rightPlace: 1234)
        ])
    }
    let gallery = ComparedGallery(title: "Missed", about: "By all.", queries: [query("<猫>"), query("狗")])
    let whole = ComparedGallerySection(galleries: [gallery], room: 1_000_000).html
    #expect(whole.markup.contains("&lt;猫&gt;") && whole.markup.contains("&lt;a · b&gt;"))
    #expect(whole.markup.contains("✗ missed, at 1,234") && !whole.markup.contains("not shown"))
    let one = ComparedGallerySection(galleries: [gallery], room: whole.byteCount * 2 / 3).html
    #expect(one.markup.contains("1 more queries are not shown") && !one.markup.contains("狗"))
    var comparison = try Comparison(title: "t", models: [Self.model("a", [[Self.set([0])]])])
    comparison.tuning = [
      TunedModel(model: "a", trials: [.init(setting: "optimizer.learningRate=0.5", meanRecall: 1.25)], chosen: "none")
    ]
    let page = ComparisonPage(comparison, galleries: [gallery]).html
    #expect(MarkupCheck.problems(in: page).isEmpty, "\(MarkupCheck.problems(in: page))")
    #expect(page.contains("optimizer.learningRate=0.5") && comparison.markdown().contains("| 1.25 |  |"))
  }

  @Test("A setting that is the first or last of its numbers is said to be at the edge")
  func edge() throws {
    func tuned(_ values: [String], _ chosen: String) -> TunedModel {
      TunedModel(model: "a", trials: values.map { .init(setting: $0, meanRecall: 1) }, chosen: chosen)
    }
    #expect(
      tuned(["r=0.5", "r=1", "r=0.25"], "r=0.25").isAtGridBoundary
        && tuned(["r=0.5", "r=1", "r=0.25"], "r=1").isAtGridBoundary)
    #expect(!tuned(["r=0.5", "r=1", "r=0.25"], "r=0.5").isAtGridBoundary)
    // Words have no edges, numbers of several fields none in common, and of two numbers each is one.
    #expect(
      !tuned(["r=a", "r=b", "r=c"], "r=a").isAtGridBoundary && !tuned(["r=1", "s=2", "r=3"], "r=1").isAtGridBoundary)
    #expect(!tuned(["r=1", "r=2"], "r=1").isAtGridBoundary && !tuned(["r=1", "r=2", "r=3"], "none").isAtGridBoundary)
    var comparison = try Comparison(title: "t", models: [Self.model("a", [[Self.set([0])]])])
    comparison.tuning = [tuned(["r=0.5", "r=1", "r=0.25"], "r=1")]
    #expect(comparison.markdown().contains("| a | r=1 | 1.00 | kept, at the edge of what was tried |"))
    #expect(comparison.json["tuning"]?.arrayValue?[0]["at_grid_boundary"]?.boolValue == true)
  }

  @Test("Text, notes, JSON and page say the same")
  func forms() throws {
    let comparison = try Comparison(
      title: "pixels & tokens",
      models: [
        Self.model("a", [[Self.set([0, 0, 3, 9])]]), Self.model("b", [[Self.set([0, 0, 0, 0])]]),
      ], warnings: ["they are <unlike>"])
    let text = comparison.text()
    #expect(text.hasPrefix("! they are <unlike>\n") && text.contains("50.0 / 75.0 / 100.0") && text.contains("+50.0 ("))
    let notes = comparison.markdown()
    #expect(notes.contains("| dev | zh | 4 | 5.00 | 50.0 / 75.0 / 100.0 | 100.0 / 100.0 / 100.0 | +50.0 ("))
    #expect(notes.contains("| zh | 4.0 (95 %: 10, 25.0 % cut) |"))
    let json = try JSONValue(parsing: comparison.json.prettyText)
    #expect(json["recall"]?.arrayValue?.count == 2)
    #expect(json["recall"]?.arrayValue?[0]["models"]?.arrayValue?[1]["r1_delta"]?["points"]?.doubleValue == 50)
    let page = ComparisonPage(comparison).html
    #expect(MarkupCheck.problems(in: page).isEmpty, "\(MarkupCheck.problems(in: page))")
    #expect(
      page.contains("they are &lt;unlike&gt;") && page.contains("pixels &amp; tokens") && !page.contains("src=\"http"))
    #expect(page.contains("TFLOP") && page.contains("+50.0 ("))
  }
}
