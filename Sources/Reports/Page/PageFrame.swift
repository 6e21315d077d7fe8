/// What every page of ours begins with: one file that needs no network and follows the reader's light or dark.
enum PageFrame {
  /// Everything up to the first section.
  ///
  /// - Parameters:
  ///   - kind: what sort of page it is, above the title.
  ///   - css: rules beside those of all pages.
  ///   - below: stands under the lead, still in the header.
  static func opening(title: String, kind: String, lead: String, css: HTML = "", below: HTML = "") -> HTML {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(title) · Clippo</title>
    <style>\(ReportStyle.css)\(css)</style>
    </head>
    <body>
    <header>
    <p class="over">\(kind)</p>
    <h1><bdi>\(title)</bdi></h1>
    <p class="lead">\(lead)</p>
    \(below)</header>
    <main>

    """
  }
}
