import Evaluation
import Files

/// A comparison for people: one file that needs no network.
public struct ComparisonPage: Sendable {
  /// The file's content.
  public let html: String

  /// Bytes that images may take; a page of more than five megabytes is slow to open and to send.
  private static let room = 4_000_000

  /// - Parameter galleries: queries with what each model finds, as images.
  public init(_ comparison: Comparison, galleries: [ComparedGallery] = []) {
    let names = comparison.models.map(\.name).joined(separator: ", ")
    let sections: [HTML] = [
      ComparedCosts(comparison: comparison).html, ComparedCurves(comparison: comparison).html,
      ComparedRecallSection(comparison: comparison).html, RobustnessSection(comparison: comparison).html,
      ComparedLengths(comparison: comparison).html,
      ComparedGallerySection(galleries: galleries, room: Self.room).html,
    ]
    let page: HTML = """
      \(PageFrame.opening(
        title: comparison.title, kind: "Clippo comparison",
        lead: "\(names): the same data in the same order, the same schedule. The first is what the others are held against.",
        css: ComparedGallerySection.css,
        below: HTML(comparison.warnings.map { warning -> HTML in "<p class=\"warning\"><strong>Unlike runs.</strong> \(warning)</p>" }
          + comparison.alike.map { warning -> HTML in "<p class=\"warning\"><strong>Embeddings that are alike.</strong> \(warning)</p>" })))\
      \(sections)</main>
      <footer><p>\(Comparison.explanation)</p></footer>
      <script>\(ReportStyle.sortScript)</script>
      </body>
      </html>

      """
    html = page.markup
  }

  /// Writes the file, replacing it at once.
  public func write(to path: String) throws { try AtomicFile.write(Array(html.utf8), to: path) }
}
