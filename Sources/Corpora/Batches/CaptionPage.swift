import TextRendering

/// Draws captions with errors that name them, for those who look at pages and not at what a model reads.
enum CaptionPage {
  /// `seed` decides how a training page varies; without it the page is drawn as it is.
  static func draw(_ caption: Caption, with renderer: any PageDrawing, seed: UInt64? = nil) throws -> DrawnPage {
    let page: DrawnPage
    do {
      page =
        try seed.map { try renderer.drawPage(for: caption.text, language: caption.language, seed: $0) }
        ?? renderer.drawPage(for: caption.text, language: caption.language)
    } catch {
      throw CorpusError("the \(caption.language) caption “\(caption.text)” cannot be drawn: \(error)")
    }
    guard page.patches.count > 0 else {
      throw CorpusError("the \(caption.language) caption “\(caption.text)” leaves no ink on the page")
    }
    return page
  }

  /// The same with errors that say where the caption stands.
  static func draw(_ caption: Caption, at origin: Origin, with renderer: any PageDrawing) throws -> DrawnPage {
    do { return try draw(caption, with: renderer) } catch { throw CorpusError("\(origin): \(error)") }
  }
}
