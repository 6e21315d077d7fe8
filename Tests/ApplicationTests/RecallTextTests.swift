import Corpora
import Testing

@testable import Application
@testable import Evaluation
@testable import Reports

@Suite("Recall in a line")
struct RecallTextTests {
  private func row(_ split: String, _ language: String, _ ranks: [Int]) -> RecallRow {
    let found = RetrievalRanks(
      bars: ranks.map { _ in RankBar(rightScores: [0.5]) }, above: ranks, level: ranks.map { _ in 1 }, gallery: 9)
    return RecallRow(split: split, language: language, ranks: (found, found))
  }

  @Test("The table says what was asked")
  func corpus() {
    let corpus = CorpusVersion(kind: "pairs", images: 12, queries: 5, fingerprint: "f")
    let table = RecallTable(rows: [row("dev", "zh", [0, 3])], corpus: corpus)
    #expect(table.text().hasSuffix("\npairs corpus, 12 images, 5 queries, fingerprint f"))
    #expect(table.json(.clippo)["corpus"] == corpus.json)
    let report = MeasureReport.retrieval(table, retrievalProtocol: .clippo, title: "t")
    #expect(report.notes.contains("Measured on the \(corpus.sentence)."))
  }

  @Test("A few rows stand one by one; more are averaged split by split")
  func line() {
    let few = RecallTable(rows: [row("dev", "zh", [0, 3]), row("dev", "en", [7, 7])])
    #expect(few.line() == "dev zh 50.0/100.0  dev en 0.0/0.0")
    let languages = ["zh", "en", "ar", "hi", "ja", "ko"]
    let many = RecallTable(
      rows: languages.enumerated().map { row("dev", $1, [$0 < 3 ? 0 : 4]) } + [row("test", "zh", [8])])
    #expect(many.line() == "dev in 6 languages 50.0/100.0  test zh 0.0/0.0")
  }

  @Test("Embeddings that are all alike are said below the numbers, with how many there are")
  func alike() throws {
    let same = try EmbeddingTable(
      ids: (0..<20).map(String.init), width: 2, values: (0..<20).flatMap { _ in [Float(1), 0] })
    let task = try RetrievalTask(texts: same, images: same, imageOfText: Array(0..<20))
    let text = RecallTable(rows: [try RecallRow(split: "dev", language: "zh", task: task)]).text()
    #expect(text.contains("5.0  25.0  50.0"), "\(text)")
    #expect(text.contains("dev, zh: all 20 images have one and the same embedding"), "\(text)")
    #expect(text.contains("equal scores stand in random order"), "\(text)")
    #expect(!RecallTable(rows: [row("dev", "zh", [0, 3])]).text().contains("embedding"))
  }
}
