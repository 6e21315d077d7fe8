import TestSupport
import Testing

@testable import TextRendering

@Suite struct PageTests {
  @Test("Text without ink is one blank patch at the top left", arguments: ["", " ", "\n\n", "\u{200B}", "\t"])
  func blank(text: String) throws {
    let page = try Rendering().page(text)
    #expect(page.patches.rows == [0] && page.patches.columns == [0])
    #expect(page.patches.pixels == [UInt8](repeating: 127, count: 768))
    #expect(page.patchTextRanges == [0..<0])
  }

  @Test("A one-line caption touches one patch row", arguments: RenderingSample.texts)
  func oneRow(language: String, text: String) throws {
    let page = try Rendering(RendererOptions(columns: 40)).page(text, language)
    #expect(page.lines.count == 1)
    #expect(Set(page.patches.rows) == [0], "\(language)")
  }

  @Test("Blank patches are kept when asked, and the images are the same")
  func keepBlankPatches() throws {
    let packed = try Rendering().page("hello 世界 😀")
    let whole = try Rendering(RendererOptions(keepBlankPatches: true)).page("hello 世界 😀")
    #expect(whole.patches.count == 196)
    #expect(packed.patches.count < 20)
    #expect(packed.canvas() == whole.canvas())
  }

  @Test("Ink and background are as asked, and every patch shows something")
  func grays() throws {
    let page = try Rendering(RendererOptions(foreground: 250, background: 10)).page("Wm████", "en")
    #expect(page.patches.pixels.min() == 10 && page.patches.pixels.max() == 250)
    for patch in 0..<page.patches.count {
      #expect(page.patches.pixels[patch * 768..<(patch + 1) * 768].contains { $0 != 10 })
    }
  }

  @Test("Normal forms C and D give the same page")
  func normalForms() throws {
    let rendering = try Rendering()
    for (composed, decomposed, language) in [
      ("trái tim đỏ Ấ", "tra\u{301}i tim đo\u{309} A\u{302}\u{301}", "vi"),
      ("빨간", "\u{1108}\u{1161}\u{11AF}\u{1100}\u{1161}\u{11AB}", "ko"), ("がぎ", "か\u{3099}き\u{3099}", "ja"),
      ("கொ", "க\u{BC6}\u{BBE}", "ta"),
    ] {
      let one = try rendering.page(composed, language)
      let two = try rendering.page(decomposed, language)
      #expect(one.patches == two.patches, "\(language)")
      #expect(two.glyphs.allSatisfy { $0.textRange.upperBound <= decomposed.utf8.count && !$0.textRange.isEmpty })
    }
  }

  @Test("Patches know the text they show")
  func patchRanges() throws {
    let page = try Rendering().page("iii mmmmmm")
    #expect(page.patchTextRanges.count == page.patches.count)
    #expect(page.patchTextRanges.first?.lowerBound == 0)
    #expect(page.patchTextRanges.last?.upperBound == 10)
    for (range, column) in zip(page.patchTextRanges, page.patches.columns) {
      let shown = page.glyphs.filter { Int($0.x) < (Int(column) + 1) * 16 && Int($0.x + $0.width) > Int(column) * 16 }
      #expect(range.lowerBound == shown.map(\.textRange.lowerBound).min())
      #expect(range.upperBound == shown.map(\.textRange.upperBound).max())
    }
  }

  @Test("Two renderers give the same bytes, in any order of captions")
  func deterministic() throws {
    let first = try Rendering()
    let second = try Rendering()
    let pages = try RenderingSample.texts.map { try first.page($0.text, $0.language).patches }
    for (sample, page) in zip(RenderingSample.texts, pages).reversed() {
      #expect(try second.page(sample.text, sample.language).patches == page)
    }
  }

  @Test("Emoji keep their colors, or are gray")
  func emojiColor() throws {
    func isGray(_ page: Page) -> Bool {
      let pixels = page.patches.pixels
      for start in stride(from: 0, to: pixels.count, by: 3) {
        let red = pixels[start]
        if pixels[start + 1] != red || pixels[start + 2] != red { return false }
      }
      return true
    }
    #expect(try !isGray(Rendering().page("🍎")))
    #expect(try isGray(Rendering(RendererOptions(emoji: .gray)).page("🍎")))
    #expect(try isGray(Rendering().page("apple")))
  }

  @Test("Lower-casing draws as lower case")
  func lowercase() throws {
    #expect(
      try Rendering(RendererOptions(lowercase: true)).page("ÀBC Я").patches == Rendering().page("àbc я").patches)
  }

  @Test(
    "Very long captions give an answer", arguments: ["a", "ab ", "字", "ا", "\u{301}", "(", "😀", "ก", "\n", "\u{202B}א"])
  func huge(piece: String) throws {
    let page = try Rendering().page(String(repeating: piece, count: 20_000))
    #expect(page.patches.count <= 196)
    #expect(page.lines.count <= 14)
  }
}
