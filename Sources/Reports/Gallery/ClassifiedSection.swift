/// Images with the classes that they were taken for.
enum ClassifiedSection {
  /// Rules of pages with such images, beside those of all pages.
  static let css: HTML = """
    .seen{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,320px),1fr));gap:16px;margin-top:20px}\
    .seen .card{display:grid;grid-template-columns:112px 1fr;gap:14px;padding:14px}\
    .seen img{display:block;width:112px;height:112px;object-fit:contain;background:#fff;border:1px solid var(--rule);border-radius:8px}\
    .seen ol{margin:0;padding:0;list-style:none;font-size:13px;line-height:1.5}\
    .seen li{display:flex;justify-content:space-between;gap:8px;overflow-wrap:anywhere}.seen li span{color:var(--soft)}\
    .seen .right{color:var(--good);font-weight:600}.seen .right span{color:inherit}.seen .missed{color:var(--bad)}\
    .seen small{grid-column:1/-1;color:var(--soft);font-size:12px;overflow-wrap:anywhere}
    """

  /// - Parameter room: bytes left in the report; what is used is taken off.
  static func sections(_ images: [ClassifiedImages], room: inout Int) -> HTML {
    var sections: [HTML] = []
    for group in images where !group.items.isEmpty {
      var cards: [HTML] = []
      for item in group.items {
        let card = card(item)
        guard card.byteCount <= room else { break }
        room -= card.byteCount
        cards.append(card)
      }
      guard !cards.isEmpty else { continue }
      sections.append(
        """
        <section><h2>\(group.title)</h2>
        <p class="lead">\(group.lead)</p>
        <div class="seen">
        \(cards)</div></section>

        """)
    }
    return HTML(sections)
  }

  private static func card(_ item: ClassifiedImage) -> HTML {
    let guesses = item.guesses.map { guess -> HTML in
      """
      <li class="\(guess.isRight ? "right" : "other")"><bdi>\(guess.isRight ? "✓ " : "")\(guess.name)</bdi>\
      <span>\(ReadableNumber.decimal(Double(guess.score), places: 3))</span></li>

      """
    }
    let missed: HTML =
      item.missed.isEmpty
      ? ""
      : """
      <li class="missed"><bdi>✗ \(item.missed.joined(separator: ", "))</bdi>\
      <span>at \(ReadableNumber.place(item.rightPlace))</span></li>

      """
    return """
      <article class="card"><img src="\(item.image.address)" width="\(item.image.width)" height="\(item.image.height)" \
      alt="\(item.image.description)" loading="lazy"><ol>
      \(guesses)\(item.rightPlace > Double(item.guesses.count) ? missed : "")</ol><small><bdi>\(item.image.description)</bdi></small></article>

      """
  }
}
