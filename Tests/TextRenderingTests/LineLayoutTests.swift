import Testing

@testable import TextRendering

@Suite struct LineLayoutTests {
  @Test("Thai breaks between words of the dictionary")
  func thai() throws {
    let text = "ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำแน่นอน"
    let lines = try Rendering(RendererOptions(columns: 6)).lines(text, "th")
    let words = ["ภาษา", "ไทย", "เป็น", "ภาษา", "ที่", "มี", "ระดับ", "เสียง", "ของ", "คำ", "แน่นอน"]
    var boundaries: Set<Int> = [0]
    for word in words { boundaries.insert((boundaries.max() ?? 0) + word.utf8.count) }
    #expect(lines.count > 2)
    #expect(lines.joined() == text)
    var offset = 0
    for line in lines {
      offset += line.utf8.count
      #expect(boundaries.contains(offset), "\(lines)")
    }
  }

  @Test("A line never starts with a closing mark nor ends with an opening one")
  func kinsoku() throws {
    let rendering = try Rendering(RendererOptions(rows: 60, columns: 4))
    for shift in 0..<6 {
      let text = String(repeating: "心", count: shift) + "日本語、「漢字」。東京（京都）！？大阪、"
      for line in try rendering.lines(text, "ja") {
        #expect(!"、。」）！？".contains(line.first ?? "心"), "\(line)")
        #expect(!"「（".contains(line.last ?? "心"), "\(line)")
      }
    }
  }

  static let hard: [(text: String, lines: Int)] = [
    ("a\nb", 2), ("a\r\nb", 2), ("a\n\nb", 3), ("a\u{2028}b", 2), ("a\u{B}b\u{C}c", 3), ("a\n", 1), ("a\u{85}b", 2),
    ("\n", 1), ("", 0),
  ]

  @Test("Hard breaks end lines", arguments: hard)
  func hardBreaks(text: String, lines: Int) throws {
    #expect(try Rendering().page(text).lines.count == lines)
  }

  @Test("Right-to-left paragraphs stand at the right edge")
  func alignment() throws {
    let page = try Rendering().page("שלום", "he")
    let line = try #require(page.lines.first)
    #expect(line.x + line.width == 224)
    #expect(page.patches.columns.max() == 13)
    #expect(try Rendering().page("hello", "en").lines[0].x == 0)
  }

  @Test("No line is wider than the page, whatever the text", arguments: ["en", "th", "ja", "ar"])
  func widths(language: String) throws {
    let texts = [
      String(repeating: "Donaudampfschifffahrt", count: 8), String(repeating: "ครับผม", count: 40),
      String(repeating: "日本、", count: 60), String(repeating: "والمستشفيات", count: 20),
    ]
    let rendering = try Rendering(RendererOptions(rows: 60, columns: 5))
    for text in texts {
      let page = try rendering.page(text, language)
      #expect(page.lines.allSatisfy { $0.width <= 80 })
      #expect(page.lost.isEmpty)
      #expect(page.lines.map(\.textRange.count).reduce(0, +) == text.utf8.count)
    }
  }

  @Test("A long word breaks between grapheme clusters")
  func clusters() throws {
    let text = String(repeating: "e\u{323}\u{304}", count: 40)
    let rendering = try Rendering(RendererOptions(columns: 3))
    for line in try rendering.lines(text) {
      #expect(line.unicodeScalars.first == "ẹ" || line.unicodeScalars.first == "e")
    }
  }

  @Test("Lines and characters that do not fit are counted")
  func truncation() throws {
    let rendering = try Rendering(RendererOptions(rows: 2, columns: 8))
    let page = try rendering.page("one\ntwo\nthree four\nfive")
    #expect(page.lines.count == 2)
    #expect(page.lost.truncatedLines == 2)
    #expect(page.lost.truncatedCharacters == "threefourfive".count)
    var sum = page.lost
    sum += page.lost
    #expect(sum.truncatedLines == 4)
  }

  @Test("Spaces at a line's end take no room")
  func trailingSpaces() throws {
    let rendering = try Rendering(RendererOptions(columns: 4))
    #expect(try rendering.lines("hello      hello") == ["hello      ", "hello"])
  }

  @Test("A tab moves on to the next stop")
  func tabs() throws {
    let page = try Rendering().page("i\tx")
    #expect(page.glyphs.count == 2)
    #expect((32...34).contains(page.glyphs[1].x))
  }
}
