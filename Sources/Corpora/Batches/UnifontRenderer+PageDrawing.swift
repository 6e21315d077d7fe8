import TextRendering

extension UnifontRenderer: PageDrawing {
  public func drawPage(for text: String, language: String) throws -> DrawnPage {
    let page = try page(for: text)
    return DrawnPage(patches: page.patches, truncation: page.truncation)
  }
}
