import Console
import Corpora
import Evaluation
import Files

/// How long captions are as pixels and as tokens, as one HTML file with a table and charts. It needs no other file.
public struct LengthPage: Sendable {
  /// The file's content.
  public let html: String

  public init(_ report: LengthReport) {
    let page: HTML = """
      \(PageFrame.opening(
        title: report.title, kind: "Clippo caption lengths",
        lead: "How many patches or tokens a caption takes, language by language, as pixels and for each tokenizer.",
        css: DotChart.css, below: ReportFigure.strip(Self.figures(of: report))))\
      \(Self.charts(report))<section><h2>Numbers</h2>
      \(Self.table(report).html)<p class="note">\(LengthReport.explanation)</p></section>
      \(Self.readers(report))</main>
      <footer>Written by clippo-corpus tokens.</footer>
      <script>\(ReportStyle.sortScript)</script>
      </body>
      </html>

      """
    html = page.markup
  }

  /// Writes the file, replacing it at once.
  public func write(to path: String) throws { try AtomicFile.write(Array(html.utf8), to: path) }

  private static func figures(of report: LengthReport) -> [ReportFigure] {
    let characters = report.table.allCharacters
    let shown = report.table.languages.prefix(4).joined(separator: ", ")
    return [
      ReportFigure(
        label: "Captions", value: ReadableNumber.grouped(characters.total),
        note: "of \(ReadableNumber.decimal(characters.mean, places: 1)) characters"),
      ReportFigure(
        label: "Languages", value: ReadableNumber.grouped(report.table.languages.count),
        note: shown + (report.table.languages.count > 4 ? " …" : "")),
      ReportFigure(
        label: "Context", value: ReadableNumber.grouped(report.context), note: "tokens of a caption at most"),
    ]
  }

  private static func charts(_ report: LengthReport) -> HTML {
    let rows = report.rows
    func chart(_ title: String, _ value: @escaping (CaptionLengths) -> Double?) -> DotChart {
      DotChart(
        title: title, unit: "patches or tokens", rows: rows.map(\.name),
        series: report.table.columns.enumerated().map { place, column in
          DotChart.Series(name: column.name, values: rows.map { value($0.lengths[place]) })
        })
    }
    return """
      <section><h2>Lengths</h2>
      <div class="charts">
      \(chart("On average") { $0.lengths.total == 0 ? nil : $0.mean }.figure)\
      \(chart("Enough for 95 of 100 captions") { $0.high.map(Double.init) }.figure)</div>
      <p class="note">Equal distances are equal ratios.</p></section>

      """
  }

  private static func table(_ report: LengthReport) -> SortableTable {
    let columns = report.table.columns.map { (name: $0.name, all: $0.all) }
    return SortableTable(
      label: "Patches or tokens per caption",
      columns: [
        .text("Language"), .number("Captions"), .number("mean", in: "characters"), .number("95 %", in: "characters"),
      ]
        + columns.flatMap { column in
          (["mean", "95 %"] + (column.all.cut > 0 ? ["cut"] : []) + (column.all.unknown > 0 ? ["unknown"] : []))
            .map { .number($0, in: column.name) }
        },
      rows: report.rows.map { row in
        [.text(row.name), .number(row.characters.total)] + marks(row.characters)
          + zip(row.lengths, columns).flatMap { lengths, column in
            marks(lengths.lengths)
              + (column.all.cut > 0 ? [share(lengths.cutShare, of: lengths.captions)] : [])
              + (column.all.unknown > 0 ? [share(lengths.unknownShare, of: lengths.units)] : [])
          }
      })
  }

  /// Mean and 95th percentile.
  private static func marks(_ values: ValueCounts) -> [SortableTable.Cell] {
    guard let most = values.values(holding: [0.95]).first else { return [.none, .none] }
    return [.number(values.mean, places: 1), .number(most)]
  }

  private static func share(_ share: Double, of whole: Int) -> SortableTable.Cell {
    guard whole > 0 else { return .none }
    return SortableTable.Cell(
      content: "\(LengthReport.percent(share))", value: ReadableNumber.decimal(share, places: 6))
  }

  private static func readers(_ report: LengthReport) -> HTML {
    let facts = report.about.map { name, words -> HTML in "<dt>\(name)</dt><dd>\(words)</dd>\n" }
    let notes = report.notes.map { note -> HTML in "<p class=\"note\">\(note)</p>\n" }
    return """
      <section><h2>What was counted</h2>
      <dl class="facts">
      \(facts)</dl>
      \(notes)</section>

      """
  }
}
