import Console
import Corpora
import Files

/// What a search found, as one HTML file with its images in it. It needs no other file.
public struct SearchPage: Sendable {
  /// An image that was found.
  public struct Found: Sendable {
    /// Nil where the file cannot be read any more.
    public var image: ReportImage?
    /// Cosine with the query, -1…1.
    public var score: Float
    public var id: String
    /// What it is called.
    public var captions: [NamedTexts]
    /// The same in languages that are shown when asked for.
    public var others: [NamedTexts]
    /// Pages of the query and of a caption, colored where they speak for the image.
    public var pages: [ReportImage]

    public init(
      image: ReportImage?, score: Float, id: String, captions: [NamedTexts],
      others: [NamedTexts] = [], pages: [ReportImage] = []
    ) {
      self.image = image
      self.score = score
      self.id = id
      self.captions = captions
      self.others = others
      self.pages = pages
    }
  }

  /// The file's content.
  public let html: String

  /// - Parameters:
  ///   - title: what was looked for.
  ///   - lead: a sentence under it, such as what was searched and how long it took.
  ///   - page: the text as the model reads it; nil where there is none.
  ///   - found: best first.
  public init(title: String, lead: String, page: ReportImage?, found: [Found]) {
    let below: HTML =
      page.map {
        """
        <img class="page" src="\($0.address)" width="\($0.width)" height="\($0.height)" alt="\($0.description)">

        """
      } ?? ""
    let items = found.enumerated().map { Self.item($1, rank: $0 + 1) }
    let markup: HTML = """
      \(PageFrame.opening(title: title, kind: "Clippo search", lead: lead, css: Self.css, below: below))\
      <ol class="hits">
      \(items)</ol>
      \(found.isEmpty ? "<p class=\"empty\">Nothing was found.</p>" : "" as HTML)</main>
      </body>
      </html>

      """
    html = markup.markup
  }

  /// Writes the file, replacing it at once.
  public func write(to path: String) throws {
    try AtomicFile.write(Array(html.utf8), to: path)
  }

  private static let css: HTML = """
    .hits{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,180px),1fr));gap:16px;margin:32px 0 64px;padding:0;list-style:none}
    .hits li{min-width:0;padding:10px;background:var(--card);border:1px solid var(--rule);border-radius:12px;font-size:13px}
    .hits img{display:block;width:100%;height:auto;aspect-ratio:1;object-fit:contain;background:#fff;border-radius:7px}
    .hits .pages img{width:auto;max-width:100%;aspect-ratio:auto;margin-top:8px;border-radius:3px;image-rendering:pixelated}
    .hits details{margin:8px 0 0}.hits summary{font-size:13px;font-weight:400;color:var(--soft)}
    .hits p{margin:8px 0 0;overflow-wrap:anywhere}.hits .more{color:var(--soft)}
    """

  private static func item(_ found: Found, rank: Int) -> HTML {
    func names(_ captions: [NamedTexts]) -> [HTML] {
      captions.compactMap { name -> HTML? in
        guard let text = name.texts.first else { return nil }
        return "<p lang=\"\(name.language)\" dir=\"auto\">\(text)</p>"
      }
    }
    let others: HTML =
      found.others.isEmpty
      ? ""
      : """
      <details><summary>\(found.others.count) more language\(found.others.count == 1 ? "" : "s")</summary>\(names(found.others))</details>
      """
    let image: HTML =
      found.image.map {
        """
        <img src="\($0.address)" width="\($0.width)" height="\($0.height)" alt="\($0.description)" loading="lazy">
        """
      } ?? "<p class=\"more\">The image cannot be read any more.</p>"
    let score = NumberText.fixed(Double(found.score), decimals: 3)
    let pages = found.pages.map { page -> HTML in
      """
      <img src="\(page.address)" width="\(page.width)" height="\(page.height)" alt="\(page.description)" title="\(page.description)" loading="lazy">
      """
    }
    return """
      <li>\(image)<div class="pages">\(pages)</div>\(names(found.captions))\(others)<p class="more">\(rank) · \(score)</p><p class="more"><bdi>\(found.id)</bdi></p></li>

      """
  }
}
