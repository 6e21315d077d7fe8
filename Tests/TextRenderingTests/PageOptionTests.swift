import Testing

@testable import TextRendering

@Suite("Options of the page") struct PageOptionTests {
  @Test(
    "Nothing is drawn in the margin",
    arguments: [("en", "The quick brown fox jumps over a dog"), ("he", "שלום עולם שלום עולם שלום עולם")])
  func margin(language: String, text: String) throws {
    let options = RendererOptions(rows: 14, columns: 14, keepBlankPatches: true, margin: 24)
    let page = try Rendering(options).page(text, language)
    let image = page.canvas()
    // Ink may stand a pixel outside its glyph's advance.
    for y in 0..<image.height {
      for x in 0..<image.width where x < 22 || x >= image.width - 22 || y < 20 || y >= image.height - 20 {
        #expect(image.pixels[(y * image.width + x) * 3] == options.background, "\(x), \(y)")
      }
    }
    #expect(page.truncation.isEmpty)
    let plain = try Rendering(RendererOptions(columns: 17)).page(text, language)
    #expect(page.lines.count > plain.lines.count)
    #expect(page.lines.allSatisfy { $0.x >= 24 && $0.x + $0.width <= 224 - 24 })
  }

  @Test("A margin that leaves no room is refused by name")
  func impossibleMargin() {
    let error = #expect(throws: RenderingError.self) { try RendererOptions(margin: 110).validate() }
    #expect(error?.description.contains("margin") == true)
  }

  @Test("Emoji as ink have the two tones of text alone, and white ones are visible", arguments: ["🍎", "🏳️", "👻", "👩🏽‍🚀"])
  func foreground(emoji: String) throws {
    let page = try Rendering(RendererOptions(foreground: 0, background: 255, emoji: .foreground)).page(emoji)
    #expect(page.glyphs.count == 1 && !page.glyphs[0].isColor && page.truncation.isEmpty)
    let tones = Set(stride(from: 0, to: page.patches.pixels.count, by: 3).map { page.patches.pixels[$0] })
    #expect(tones.contains { $0 < 224 })
    for pixel in stride(from: 0, to: page.patches.pixels.count, by: 3) {
      #expect(page.patches.pixels[pixel] == page.patches.pixels[pixel + 1])
      #expect(page.patches.pixels[pixel] == page.patches.pixels[pixel + 2])
    }
  }

  @Test(
    "Pairs of characters begin at patches", arguments: [("en", "abcdef", 3), ("ru", "красный", 4), ("hi", "नमस्ते", 2)])
  func bigrams(language: String, text: String, units: Int) throws {
    let rendering = try Rendering(RendererOptions(columns: 40, alignment: .bigram))
    let page = try rendering.page(text, language)
    #expect(page.truncation.isEmpty)
    try rendering.renderer.withPlacedWords(of: text, language: language) { placed in
      let words = placed.laid.words.elements
      #expect(words.count { $0.cut.kind == .text } == units)
      var pen: Int32 = 0
      for word in words {
        if word.cut.kind == .text { #expect(pen % 16 == 0) }
        pen += word.advance
      }
    }
  }

  @Test("A page drawn into another one is the same as a new one")
  func reuse() throws {
    let rendering = try Rendering()
    var page = Page()
    for (language, text) in RenderingSample.texts {
      let bytes = Array(text.utf8)
      try bytes.withUnsafeBufferPointer { try rendering.renderer.draw(utf8: $0, language: language, into: &page) }
      let new = try rendering.page(text, language)
      #expect(page == new, "\(language)")
    }
  }
}
