import Testing

@testable import TextRendering

@Suite("Vertical text") struct VerticalTests {
  static let options = RendererOptions(rows: 8, columns: 6, writing: .vertical)

  @Test("Ideographs stand upright below each other, the first column rightmost")
  func columns() throws {
    let page = try Rendering(Self.options).page("一二三四五六七八九十", "ja")
    #expect(page.lines.count == 2)
    #expect(page.truncation.isEmpty)
    let places = zip(page.patches.columns, page.patches.rows).map { [Int($0), Int($1)] }
    let expected = (0..<8).map { [5, $0] } + [[4, 0], [4, 1]]
    #expect(Set(places).isSuperset(of: Set(expected)))
    for glyph in page.glyphs {
      let index = glyph.textRange.lowerBound / 3
      let center = (x: glyph.x + glyph.width / 2, y: glyph.y + glyph.height / 2)
      #expect(abs(center.x - Int32(index < 8 ? 88 : 72)) <= 4, "\(index)")
      #expect(center.y / 16 == Int32(index % 8), "\(index)")
    }
  }

  @Test("Latin is turned a quarter clockwise")
  func sideways() throws {
    let upright = try Rendering(RendererOptions(rows: 6, columns: 8)).page("L", "en")
    let turned = try Rendering(Self.options).page("L", "en")
    let (before, after) = (upright.glyphs[0], turned.glyphs[0])
    #expect(after.width == before.height && after.height == before.width)
    let (was, now) = (upright.canvas(), turned.canvas())
    var compared = 0
    for row in 0..<Int(before.height) {
      for column in 0..<Int(before.width) {
        let old = was.pixels[((Int(before.y) + row) * was.width + Int(before.x) + column) * 3]
        let x = Int(after.x) + Int(before.height) - 1 - row
        let new = now.pixels[((Int(after.y) + column) * now.width + x) * 3]
        #expect(old == new)
        compared += 1
      }
    }
    #expect(compared > 30)
  }

  @Test("Punctuation takes its vertical form")
  func punctuation() throws {
    let across = try Rendering(RendererOptions(rows: 6, columns: 8)).page("「字」", "ja")
    let down = try Rendering(Self.options).page("「字」", "ja")
    #expect(across.glyphs.map(\.glyph)[0] != down.glyphs.map(\.glyph)[0])
    #expect(across.glyphs.map(\.glyph)[1] == down.glyphs.map(\.glyph)[1])
  }

  @Test("Mongolian begins at the left and joins downwards")
  func mongolian() throws {
    let text = "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ ᠤᠯᠤᠰ ᠬᠦᠮᠦᠨ ᠮᠣᠷᠢ"
    let page = try Rendering(Self.options).page(text, "mn")
    #expect(page.lines.count > 1)
    #expect(page.truncation.isEmpty)
    let first = page.glyphs[page.lines[0].glyphs]
    let second = page.glyphs[page.lines[1].glyphs]
    #expect(first.allSatisfy { $0.x < 16 })
    #expect(second.allSatisfy { $0.x + $0.width > 16 && $0.x < 32 })
    #expect(first.map(\.y) == first.map(\.y).sorted())
  }

  @Test("Emoji stand upright, and the whole text is kept")
  func mixed() throws {
    let text = "猫cat🐱고양이קטה、。「ー」123"
    let page = try Rendering(RendererOptions(rows: 30, columns: 6, writing: .vertical)).page(text, "ja")
    #expect(page.truncation.isEmpty)
    #expect(page.glyphs.filter(\.isColor).count == 1)
    #expect(page.lines.map(\.textRange.count).reduce(0, +) == text.utf8.count)
  }

  @Test("What does not fit is counted in columns")
  func overflow() throws {
    let page = try Rendering(RendererOptions(rows: 4, columns: 2, writing: .vertical)).page("一二三四五六七八九十", "zh")
    #expect(page.truncation.truncatedLines == 1)
    #expect(page.truncation.truncatedCharacters == 2)
  }
}
