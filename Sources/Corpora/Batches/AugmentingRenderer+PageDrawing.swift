import TextRendering

extension AugmentingRenderer: PageDrawing {
  public func drawPage(for text: String, language: String) throws -> DrawnPage {
    let page = try plainPage(for: text, language: language)
    return DrawnPage(patches: page.patches, truncation: page.truncation, textRanges: page.patchTextRanges)
  }

  public func drawPage(for text: String, language: String, seed: UInt64) throws -> DrawnPage {
    let page = try page(for: text, language: language, seed: seed)
    return DrawnPage(patches: page.patches, truncation: page.truncation, textRanges: page.patchTextRanges)
  }
}
