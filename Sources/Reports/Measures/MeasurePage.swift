/// A measurement's report as one HTML file that needs no other.
struct MeasurePage {
  let html: String

  /// Bytes that galleries may take.
  private static let galleryRoom = 4_000_000

  init(_ report: MeasureReport) {
    var room = Self.galleryRoom
    let page: HTML = """
      \(PageFrame.opening(
        title: report.title, kind: "Clippo \(report.kind)", lead: "\(report.about)",
        css: report.matrices.isEmpty && report.images.isEmpty ? "" : MatrixChart.css + ClassifiedSection.css,
        below: ReportFigure.strip(report.figures)))\(Self.notes(report))\(Self.charts(report))\
      \(report.tables.filter { !$0.rows.isEmpty }.map(Self.section))\
      \(ClassifiedSection.sections(report.images, room: &room))\
      \(GallerySection.galleries(report.galleries, room: &room))</main>
      <footer>Written by clippo-eval.</footer>
      <script>\(ReportStyle.sortScript)</script>
      </body>
      </html>

      """
    html = page.markup
  }

  private static func charts(_ report: MeasureReport) -> HTML {
    guard !report.charts.isEmpty || !report.matrices.isEmpty else { return "" }
    return """
      <section><h2>Charts</h2>
      <div class="charts">
      \(report.charts.map { $0.figure() })\(report.matrices.map(\.figure))</div></section>

      """
  }

  private static func section(_ table: MeasureTable) -> HTML {
    """
    <section><h2>\(table.title)</h2>
    \(table.html)</section>

    """
  }

  private static func notes(_ report: MeasureReport) -> HTML {
    guard !report.notes.isEmpty else { return "" }
    return """
      <section><h2>To know</h2>
      \(report.notes.map { note -> HTML in "<p class=\"note\">\(note)</p>\n" })</section>

      """
  }
}
