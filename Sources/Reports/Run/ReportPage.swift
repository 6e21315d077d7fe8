import Files

/// A run's report as one HTML file: curves, recall, what queries found, and what the model never saw. It needs no network
/// and no other file, reads well in light and dark, on a phone and on paper.
public struct ReportPage: Sendable {
  /// Bytes that a report may have; galleries end early, saying so, where it would be more.
  public static let byteLimit = 5_000_000
  public static let fileName = "report.html"

  /// The file's content.
  public let html: String

  /// - Parameter byteLimit: bytes; what is not a gallery is always there, whatever its size.
  public init(_ content: ReportContent, byteLimit: Int = byteLimit) {
    let head = PageFrame.opening(
      title: content.title, kind: "Clippo training report", lead: content.summary,
      below: ReportFigure.strip(content.figures))
    let opening = head + RecallSection(table: content.recall).html + CurvesSection(content).html
    let closing = LossSection(losses: content.losses).html + Self.facts(content) + Self.foot
    var room = max(0, byteLimit - opening.byteCount - closing.byteCount - 4096)
    // The worst misses are few and tell most, so they get their room first, though they stand after the galleries.
    let worst = GallerySection.worstMisses(content.worstMisses, room: &room)
    let galleries = GallerySection.galleries(content.galleries, room: &room)
    html = (opening + galleries + worst + closing).markup
  }

  /// Writes `report.html` into a run folder, replacing it at once.
  public func write(toFolder folder: String) throws {
    try AtomicFile.write(Array(html.utf8), to: folder + "/" + Self.fileName)
  }

  private static func facts(_ content: ReportContent) -> HTML {
    let rows = content.facts.map { fact -> HTML in
      """
      <dt>\(fact.name)</dt><dd><bdi>\(fact.value)</bdi></dd>

      """
    }
    let list: HTML =
      rows.isEmpty
      ? ""
      : """
      <dl class="facts">
      \(rows)</dl>

      """
    let recipe: HTML =
      content.recipe.isEmpty
      ? ""
      : """
      <details><summary>The resolved recipe</summary>
      <pre tabindex="0">\(content.recipe)</pre></details>

      """
    return """
      <section><h2>How it was made</h2>
      \(list)\(recipe)</section>

      """
  }

  private static let foot: HTML = """
    </main>
    <footer>Written by clippo-train. The same numbers for programs are in summary.json.</footer>
    <script>\(ReportStyle.sortScript)</script>
    </body>
    </html>

    """
}
