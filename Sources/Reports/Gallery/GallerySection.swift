/// Queries with their pages and what they found.
enum GallerySection {
  /// Images shown for a query.
  static let shown = 5

  /// - Parameter room: bytes left in the report; what is used is taken off.
  static func galleries(_ galleries: [ReportGallery], room: inout Int) -> HTML {
    guard galleries.contains(where: { !$0.items.isEmpty }) else { return "" }
    var parts: [HTML] = []
    for gallery in galleries where !gallery.items.isEmpty {
      let (cards, left) = fitting(gallery.items, room: &room)
      parts.append(
        """
        <h3>\(gallery.title)</h3>
        \(cards)\(leftOut(left))
        """)
    }
    return """
      <section><h2>What queries found</h2>
      <p class="lead">Each text, its page as the model reads it – hatched places are blank and cost nothing –, and the five images \
      whose embeddings are nearest, with their cosine.</p>
      \(parts)</section>

      """
  }

  static func worstMisses(_ items: [GalleryItem], room: inout Int) -> HTML {
    guard !items.isEmpty else { return "" }
    let (cards, left) = fitting(items, room: &room)
    return """
      <section><h2>Worst misses</h2>
      <p class="lead">Queries whose right image (dashed) stands furthest down the list.</p>
      \(cards)\(leftOut(left))</section>

      """
  }

  /// As many cards as there is room for, and how many are left out.
  private static func fitting(_ items: [GalleryItem], room: inout Int) -> (HTML, Int) {
    var cards: [HTML] = []
    for item in items {
      let card = card(item)
      guard card.byteCount <= room else { break }
      room -= card.byteCount
      cards.append(card)
    }
    guard !cards.isEmpty else { return ("", items.count) }
    return (
      """
      <div class="cards">
      \(cards)</div>

      """, items.count - cards.count
    )
  }

  private static func leftOut(_ count: Int) -> HTML {
    guard count > 0 else { return "" }
    return """
      <p class="note">\(ReadableNumber.grouped(count)) more queries are not shown, to keep this file small.</p>

      """
  }

  private static func card(_ item: GalleryItem) -> HTML {
    let found = item.found.prefix(shown)
    let wanted = found.contains(where: \.isRight) ? nil : item.rightImage
    let images = found.enumerated().map { place, found in figure(found, place: place + 1) }
    return """
      <article class="card"><div class="ask"><p lang="\(item.language)" dir="auto"><bdi>\(item.text)</bdi></p>\(verdict(rightPlace: item.rightPlace))</div>
      \(page(item))<ol class="\(wanted == nil ? "found" : "found six")">
      \(images)\(wanted.map { wantedFigure($0, place: item.rightPlace) } ?? "")</ol></article>

      """
  }

  /// - Parameter rightPlace: 1 for first; no whole number where images score the same.
  static func verdict(rightPlace: Double) -> HTML {
    if rightPlace == 1 { return "<span class=\"verdict hit\">✓ found first</span>" }
    if rightPlace <= Double(shown) {
      return "<span class=\"verdict hit\">✓ found at \(ReadableNumber.place(rightPlace))</span>"
    }
    return "<span class=\"verdict\">✗ missed, at \(ReadableNumber.place(rightPlace))</span>"
  }

  private static func page(_ item: GalleryItem) -> HTML {
    guard let page = item.page else { return "" }
    return """
      <img class="page" src="\(page.address)" width="\(page.width)" height="\(page.height)" alt="\(page.description)" loading="lazy">

      """
  }

  static func figure(_ found: FoundImage, place: Int) -> HTML {
    """
    <li class="\(found.isRight ? "right" : "other")">\(frame(found.image))<span class="score">\(found.isRight ? "✓ " : "")\(place) · \
    \(ReadableNumber.decimal(Double(found.score), places: 3))</span>\(label(found.image))</li>

    """
  }

  private static func wantedFigure(_ image: ReportImage, place rightPlace: Double) -> HTML {
    """
    <li class="gap" aria-hidden="true"></li><li class="wanted">\(frame(image))\
    <span class="score">right: \(ReadableNumber.place(rightPlace))</span>\(label(image))</li>

    """
  }

  private static func frame(_ image: ReportImage) -> HTML {
    """
    <span class="frame"><img src="\(image.address)" width="\(image.width)" height="\(image.height)" \
    alt="\(image.description)" loading="lazy"></span>
    """
  }

  private static func label(_ image: ReportImage) -> HTML {
    "<span class=\"label\" dir=\"auto\" title=\"\(image.description)\">\(image.description)</span>"
  }
}
