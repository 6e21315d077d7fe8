import Console
import Corpora
import Files

/// What stands in a source, as one HTML file with tables, charts and pairs as the model sees them. It needs no other file.
public struct InspectionPage: Sendable {
  /// The file's content.
  public let html: String

  /// - Parameters:
  ///   - title: what was inspected, such as the source's path.
  ///   - columns: patch columns of a page.
  ///   - recipe: the name of what shown pairs were prepared by.
  /// Throws where an image cannot be encoded.
  public init(_ inspection: CorpusInspection, title: String, columns: Int, recipe: String) throws {
    let pairs = try ShownImagesSection(images: inspection.shown, columns: columns, recipe: recipe).html
    let page: HTML = """
      \(PageFrame.opening(
        title: title, kind: "Clippo corpus inspection",
        lead: "What the images and captions are, how often the same occurs, and what is wrong with them.",
        css: Self.css, below: ReportFigure.strip(Self.figures(of: inspection))))\
      \(ProblemsSection(inspection).html)\(LanguagesSection(inspection).html)\(CaptionsSection(inspection).html)\
      \(ImagesSection(inspection).html)\(RepeatsSection(inspection).html)\(pairs)</main>
      <footer>Written by clippo-corpus inspect.</footer>
      <script>\(ReportStyle.sortScript)</script>
      </body>
      </html>

      """
    html = page.markup
  }

  /// Writes the file, replacing it at once.
  public func write(to path: String) throws { try AtomicFile.write(Array(html.utf8), to: path) }

  private static let css: HTML = """
    \(HistogramChart.css)\(ShownImagesSection.css).origins{margin:8px 0 0;padding-left:18px;font-size:14px;\
    color:var(--soft);overflow-wrap:anywhere}.origins b{color:var(--ink);font-weight:600}
    .fine{margin:16px 0 0;color:var(--good)}
    """

  private static func figures(of inspection: CorpusInspection) -> [ReportFigure] {
    func count(_ value: Int) -> String { ReadableNumber.grouped(value) }
    let captions = inspection.captions
    let each = Double(captions) / Double(max(1, inspection.records))
    let wrong = inspection.problems.filter { $0.key != .leak }.values.reduce(0 as RecordCount, +)
    let repeated = inspection.repeated
    let absent = inspection.absent > 0 ? ", \(count(inspection.absent)) more were never there" : ""
    return [
      ReportFigure(
        label: "Images", value: count(inspection.records),
        note: NumberText.bytes(inspection.images.byteCount) + absent),
      ReportFigure(
        label: "Captions", value: count(captions), note: "\(ReadableNumber.decimal(each, places: 1)) an image"),
      ReportFigure(
        label: "Languages", value: count(inspection.languages.count),
        note: inspection.languages.prefix(4).map(\.tag).joined(separator: ", ")
          + (inspection.languages.count > 4 ? " …" : "")),
      ReportFigure(
        label: "Cannot be used", value: wrong.text,
        note: wrong == 0 ? "everything could be read" : "see below"),
      ReportFigure(
        label: "Same image again", value: count(repeated.records - repeated.files),
        note: repeated.leakedFiles == 0
          ? "none in two splits" : "\(count(repeated.leakedFiles)) in more than one split"),
    ]
  }
}
