import Corpora

/// Random pictures with captions as the model sees them.
struct ShownPicturesSection {
  let pictures: [ShownPicture]
  /// Patch columns of a page.
  let columns: Int
  /// The recipe's name.
  let recipe: String

  static let css: HTML = """
    .views{display:flex;flex-wrap:wrap;gap:12px;margin-bottom:14px}
    .views figure{margin:0;min-width:0}.views img{display:block;height:160px;width:auto;max-width:100%;border-radius:6px}
    .views .seen{image-rendering:pixelated}.views figcaption{margin-top:4px;font-size:12px;font-weight:400;color:var(--soft)}
    .read{margin:12px 0 0;padding-top:12px;border-top:1px solid var(--rule)}.read p{margin:0;overflow-wrap:anywhere}
    .read small{color:var(--soft)}.read .page{margin:8px 0 0}.card .note{font-size:12px;overflow-wrap:anywhere}
    """

  var html: HTML {
    get throws {
      guard !pictures.isEmpty else { return "" }
      return """
        <section><h2>Pairs as the model sees them</h2>
        <p class="lead">Random pictures, each as it is and as a training step of the recipe “\(recipe)” might see it, and some of its captions as \
        pages. Hatched places are left out or blank and cost nothing.</p>
        <div class="cards">
        \(try pictures.map(card))</div></section>

        """
    }
  }

  private func card(_ picture: ShownPicture) throws -> HTML {
    let whole = try ReportPicture(picture.thumbnail, description: "The picture as it is", longest: .max)
    let view = PagePicture(picture.photo, rows: picture.gridSide, columns: picture.gridSide).image
    let seen = try ReportPicture(
      view, description: "The picture as training sees it: \(picture.photo.count) patches", longest: .max)
    let size = "\(picture.header.format), \(picture.header.width) × \(picture.header.height)"
    return """
      <article class="card"><div class="views">\(figure(whole, "whole", size))\
      \(figure(seen, "seen", patches(of: picture)))</div>
      \(try picture.pages.map(page))<p class="note">\(picture.split.rawValue) · <bdi>\(picture.origin)</bdi></p></article>

      """
  }

  private func patches(of picture: ShownPicture) -> String {
    let all = picture.gridSide.map { $0 * $0 } ?? picture.photo.count
    return all == picture.photo.count ? "\(all) patches" : "\(picture.photo.count) of \(all) patches"
  }

  private func figure(_ picture: ReportPicture, _ name: HTML, _ caption: String) -> HTML {
    """
    <figure><img class="\(name)" src="\(picture.address)" width="\(picture.width)" height="\(picture.height)" \
    alt="\(picture.description)" loading="lazy"><figcaption>\(caption)</figcaption></figure>
    """
  }

  private func page(_ shown: ShownPicture.Page) throws -> HTML {
    let page = try ReportPicture(page: shown.page.patches, columns: columns, text: shown.caption.text)
    let language = shown.caption.language
    return """
      <div class="read"><p lang="\(language)" dir="auto"><bdi>\(shown.caption.text)</bdi></p>\
      <small>\(language) · \(shown.caption.role.rawValue) · \(shown.page.patches.count) patches</small>\
      <img class="page" src="\(page.address)" width="\(page.width)" height="\(page.height)" alt="\(page.description)" \
      loading="lazy"></div>

      """
  }
}
