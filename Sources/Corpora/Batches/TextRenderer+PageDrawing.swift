import TextRendering

extension TextRenderer: PageDrawing {
  public func drawPage(for text: String, language: String) throws -> DrawnPage {
    let page = try page(for: text, language: language)
    return DrawnPage(patches: page.patches, truncation: page.truncation, textRanges: page.patchTextRanges)
  }
}
