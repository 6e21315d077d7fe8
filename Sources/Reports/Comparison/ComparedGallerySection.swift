/// Queries with what each model finds, side by side.
struct ComparedGallerySection {
  let galleries: [ComparedGallery]
  /// Bytes that there are for it; what does not fit is left out, with a sentence.
  let room: Int

  /// Rules beside those of all pages.
  static let css: HTML = """
    .answers{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:10px 16px;align-items:start;margin-top:10px}
    .answers h4{margin:0;font-size:14px;font-weight:600}.answers .pieces{display:block;max-width:22ch;font-size:12px;\
    font-weight:400;color:var(--soft);overflow-wrap:anywhere}.answers .verdict{display:inline-block;margin-top:4px;font-weight:400}
    .asked{display:flex;gap:16px;align-items:flex-start;justify-content:space-between}
    .asked .wanted{flex:none;width:72px;font-size:12px;color:var(--soft);text-align:center}
    .asked .wanted img{display:block;width:100%;height:auto;background:#fff;border-radius:8px}
    .cards.wide{grid-template-columns:repeat(auto-fill,minmax(min(100%,520px),1fr))}
    @media (max-width:640px){.answers{grid-template-columns:1fr}}

    """

  var html: HTML {
    var left = room
    let parts = galleries.filter { !$0.queries.isEmpty }.map { gallery(_: $0, room: &left) }
    guard !parts.isEmpty else { return "" }
    return """
      <section><h2>Queries that tell them apart</h2>
      <p class="lead">Each text, its page as a model that reads pixels sees it, and the images that each model finds first. \
      First seed of each.</p>
      \(parts)</section>

      """
  }

  private func gallery(_ gallery: ComparedGallery, room: inout Int) -> HTML {
    var cards: [HTML] = []
    for query in gallery.queries {
      let card = card(query)
      guard card.byteCount <= room else { break }
      room -= card.byteCount
      cards.append(card)
    }
    let left = gallery.queries.count - cards.count
    let note: HTML =
      left > 0 ? "<p class=\"note\">\(left) more queries are not shown, to keep this file small.</p>\n" : ""
    return """
      <h3>\(gallery.title)</h3>
      <p class="lead">\(gallery.about)</p>
      <div class="cards wide">
      \(cards)</div>
      \(note)
      """
  }

  private func card(_ query: ComparedQuery) -> HTML {
    let page = query.page.map { page -> HTML in
      """
      <img class="page" src="\(page.address)" width="\(page.width)" height="\(page.height)" alt="\(page.description)" loading="lazy">

      """
    }
    return """
      <article class="card"><div class="asked"><div><div class="ask"><p lang="\(query.language)" dir="auto"><bdi>\(query.text)</bdi> \
      <small>\(query.split), \(query.language)</small></p></div>
      \(page ?? "")</div><div class="wanted"><img src="\(query.wanted.address)" alt="\(query.wanted.description)" loading="lazy">right</div></div>
      <div class="answers">
      \(query.answers.map(answer))</div></article>

      """
  }

  private func answer(_ answer: ComparedQuery.Answer) -> HTML {
    let pieces = answer.pieces.map { pieces -> HTML in
      "<span class=\"pieces\"><bdi>\(pieces.joined(separator: " · "))</bdi></span>"
    }
    let found = answer.found.enumerated().map { GallerySection.figure($1, place: $0 + 1) }
    return """
      <h4>\(answer.model)<br>\(GallerySection.verdict(rightPlace: answer.rightPlace))\(pieces ?? "")</h4>
      <ol class="found">
      \(found)</ol>

      """
  }
}
