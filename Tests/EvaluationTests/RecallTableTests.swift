import Testing

@testable import Evaluation
@testable import Reports

@Suite("Tables of recall")
struct RecallTableTests {
  /// One query, found first or never, among so many images.
  private static func row(_ language: String, found: Bool, gallery: Int, split: String = "dev") -> RecallRow {
    let ranks = RetrievalRanks(
      bars: [RankBar(rightScores: [0.5])], above: [found ? 0 : gallery - 1], level: [1], gallery: gallery)
    return RecallRow(split: split, language: language, ranks: (ranks, ranks))
  }

  private static let table = RecallTable(rows: [
    row("zh", found: true, gallery: 900), row("de", found: false, gallery: 450), row("tr", found: true, gallery: 449),
    row("zh", found: true, gallery: 12, split: "test"), row("ru", found: false, gallery: 7, split: "test"),
  ])

  @Test("Means leave out languages with less than half of the split's largest gallery")
  func comparable() {
    #expect(Self.table.comparableRows(of: "dev").map(\.language) == ["zh", "de"])
    #expect(Self.table.comparableRows(of: "test").map(\.language) == ["zh", "ru"])
    #expect(Self.table.comparableRows(of: "train").isEmpty)
  }

  @Test("Reports say so, and only where it is so")
  func reports() throws {
    let report = MeasureReport.retrieval(Self.table, retrievalProtocol: .clippo, title: "x")
    #expect(report.figures[0].value == "50.0 / 50.0 / 50.0" && report.figures[0].note.contains("mean of 2 languages"))
    #expect(report.notes == ["The mean leaves out 1 language with less than half of the largest gallery."])
    let page = "\(RecallSection(table: Self.table).html)"
    #expect(page.contains("mean of 2") && !page.contains("mean of 3") && page.contains("Means leave out languages"))
    let alike = RecallTable(rows: Array(Self.table.rows.suffix(2)))
    #expect(MeasureReport.retrieval(alike, retrievalProtocol: .clippo, title: "x").notes.isEmpty)
    #expect(!"\(RecallSection(table: alike).html)".contains("Means leave out"))
  }
}
