import Corpora
import Files

/// What becomes of a corpus' captions when they are drawn, as one HTML file with images. It needs no other file.
public struct AuditPage: Sendable {
  /// The file's content.
  public let html: String

  /// - Parameters:
  ///   - title: what was audited, such as the corpus's folder.
  ///   - columns: patch columns of a page.
  /// Throws where an image cannot be encoded.
  public init(_ audits: [CaptionAudit], title: String, columns: Int) throws {
    let sections = try audits.map { try Self.section($0, columns: columns) }
    let page: HTML = """
      \(PageFrame.opening(
        title: title, kind: "Clippo caption audit",
        lead: "How many patches the captions take, and what of them does not reach the model.", css: Self.css))\
      \(Self.table(audits))\(sections)</main>
      </body>
      </html>

      """
    html = page.markup
  }

  /// Writes the file, replacing it at once.
  public func write(to path: String) throws {
    try AtomicFile.write(Array(html.utf8), to: path)
  }

  private static let css: HTML = """
    .bars{display:grid;grid-template-columns:max-content 1fr max-content;gap:2px 10px;margin-top:16px;font-size:13px}
    .bars span{color:var(--soft);text-align:right}.bars i{background:var(--accent);border-radius:3px;min-width:2px;height:16px}
    .pages{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:16px;margin-top:16px}
    .pages figure{margin:0;padding:12px;background:var(--card);border:1px solid var(--rule);border-radius:12px;min-width:0}
    .pages img{image-rendering:pixelated;max-width:100%;display:block;margin-bottom:8px}
    """

  private static func table(_ audits: [CaptionAudit]) -> HTML {
    let rows = audits.map { audit -> HTML in
      """
      <tr><th scope="row"><bdi>\(audit.language)</bdi></th><td>\(audit.captions)</td><td>\(tenths(audit.meanPatches))</td>\
      <td>\(audit.patches(holding: 0.5))</td><td>\(audit.patches(holding: 0.95))</td><td>\(audit.patches(holding: 1))</td>\
      <td>\(tenths(100 * audit.blankShare)) %</td><td>\(audit.truncated)</td><td>\(audit.truncation.missing.values.reduce(0, +))</td>\
      <td>\(audit.truncation.replacedBytes)</td></tr>

      """
    }
    return """
      <div class="scroll"><table>
      <thead><tr><th>language</th><th>captions</th><th>patches</th><th>half</th><th>95 %</th><th>most</th><th>blank</th>\
      <th>cut off</th><th>missing</th><th>bytes replaced</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      <p class="note">patches: of a caption on average; half, 95 %, most: so many are enough for that share of the captions; \
      blank: share of a whole page's patches that hold no ink and are not computed; missing: code points that no font draws.</p>

      """
  }

  private static func section(_ audit: CaptionAudit, columns: Int) throws -> HTML {
    let most = max(1, audit.patches.values.max() ?? 1)
    let bars = audit.patches.sorted { $0.key < $1.key }.map { count, captions -> HTML in
      "<span>\(count)</span><i style=\"width:\(captions * 100 / most)%\"></i><span>\(captions)</span>\n"
    }
    let missing = audit.truncation.missing.sorted { $0.key < $1.key }.map { point, count -> HTML in
      "<li>U+\(String(point, radix: 16, uppercase: true)), \(count) times</li>\n"
    }
    let pages = try audit.examples.map { example -> HTML in
      let image = try ReportImage(page: example.patches, columns: columns, text: example.text)
      return """
        <figure><img src="\(image.address)" width="\(image.width)" height="\(image.height)" alt="\(image.description)">\
        <figcaption>\(example.kind.rawValue)</figcaption><bdi>\(example.text)</bdi><p class="note">\(example.origin)</p></figure>

        """
    }
    let list: HTML =
      missing.isEmpty
      ? ""
      : """
      <h3>Code points that no font draws</h3>
      <ul>
      \(missing)</ul>

      """
    return """
      <section><h2><bdi>\(audit.language)</bdi></h2>
      <h3>Captions by number of patches</h3>
      <div class="bars">
      \(bars)</div>
      \(list)<h3>Pages</h3>
      <div class="pages">
      \(pages)</div></section>

      """
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
