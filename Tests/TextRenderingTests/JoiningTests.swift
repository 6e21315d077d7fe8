import Testing

@testable import TextRendering

@Suite("Letters keep their joined forms") struct JoiningTests {
  /// Glyph numbers of the Arabic letters in reading order, whatever else is drawn.
  static func glyphs(_ text: String, _ options: RendererOptions = RendererOptions()) throws -> [UInt32] {
    let page = try Rendering(options).page(text, "ar")
    return page.glyphs.sorted { $0.textStart < $1.textStart }.map(\.glyph)
  }

  @Test("A word cut at a page's edge is drawn as if it were whole")
  func cutWord() throws {
    // Letters without dots and without ligatures: one glyph each.
    let text = String(repeating: "سح", count: 12)
    let whole = try Self.glyphs(text, RendererOptions(columns: 40))
    let cut = try Self.glyphs(text, RendererOptions(columns: 4))
    #expect(whole.count == 24)
    #expect(cut == whole)
    #expect(try Rendering(RendererOptions(columns: 4)).page(text, "ar").lines.count > 2)
  }

  @Test("Pairs of letters have the forms of their word")
  func bigrams() throws {
    let text = "سحسحسح"
    #expect(
      try Self.glyphs(text, RendererOptions(alignment: .bigram)) == Self.glyphs(text, RendererOptions(alignment: .none))
    )
  }

  @Test("A letter of another font joins its neighbors")
  func otherFont() throws {
    // U+0883 came with Unicode 14 and stands in no font of the first choice; it joins like alef, on its right only.
    let rendering = try Rendering()
    let text = "س\u{0883}"
    let fonts = try rendering.fonts(text, "ar")
    try #require(fonts.count == 2, "one font draws both: \(fonts)")
    let page = try rendering.page(text, "ar")
    let beside = page.glyphs.first { $0.textStart == 0 }?.glyph
    let alone = try rendering.page("س", "ar").glyphs.first?.glyph
    let initial = try rendering.page("سا", "ar").glyphs.first { $0.textStart == 0 }?.glyph
    #expect(beside != alone)
    #expect(beside == initial)
  }

  @Test("Words that no letter joins do not depend on their neighbors")
  func cacheKey() throws {
    let rendering = try Rendering()
    _ = try rendering.page("سلام سلام", "ar")
    let words = rendering.renderer.cache.count
    _ = try rendering.page("سلام سلام سلام", "ar")
    #expect(rendering.renderer.cache.count == words)
  }
}
