import Corpora

/// Random images with captions as the model sees them.
struct ShownImagesSection {
  let images: [ShownImage]
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
      guard !images.isEmpty else { return "" }
      return """
        <section><h2>Pairs as the model sees them</h2>
        <p class="lead">Random images, each as it is and as a training step of the recipe “\(recipe)” might see it, and some of its captions as \
        pages. Hatched places are left out or blank and cost nothing.</p>
        <div class="cards">
        \(try images.map(card))</div></section>

        """
    }
  }

  private func card(_ image: ShownImage) throws -> HTML {
    let whole = try ReportImage(image.thumbnail, description: "The image as it is", longest: .max)
    let view = PageImage(image.photo, rows: image.gridSide, columns: image.gridSide).image
    let seen = try ReportImage(
      view, description: "The image as training sees it: \(image.photo.count) patches", longest: .max)
    let size = "\(image.header.format), \(image.header.width) × \(image.header.height)"
    return """
      <article class="card"><div class="views">\(figure(whole, "whole", size))\
      \(figure(seen, "seen", patches(of: image)))</div>
      \(try image.pages.map(page))<p class="note">\(image.split.rawValue) · <bdi>\(image.origin)</bdi></p></article>

      """
  }

  private func patches(of image: ShownImage) -> String {
    let all = image.gridSide.map { $0 * $0 } ?? image.photo.count
    return all == image.photo.count ? "\(all) patches" : "\(image.photo.count) of \(all) patches"
  }

  private func figure(_ image: ReportImage, _ name: HTML, _ caption: String) -> HTML {
    """
    <figure><img class="\(name)" src="\(image.address)" width="\(image.width)" height="\(image.height)" \
    alt="\(image.description)" loading="lazy"><figcaption>\(caption)</figcaption></figure>
    """
  }

  private func page(_ shown: ShownImage.Page) throws -> HTML {
    let page = try ReportImage(page: shown.page.patches, columns: columns, text: shown.caption.text)
    let language = shown.caption.language
    return """
      <div class="read"><p lang="\(language)" dir="auto"><bdi>\(shown.caption.text)</bdi></p>\
      <small>\(language) · \(shown.caption.role.rawValue) · \(shown.page.patches.count) patches</small>\
      <img class="page" src="\(page.address)" width="\(page.width)" height="\(page.height)" alt="\(page.description)" \
      loading="lazy"></div>

      """
  }
}
