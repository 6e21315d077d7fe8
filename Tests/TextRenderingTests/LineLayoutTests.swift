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

  /// Text, language and lines on pages of four patches; quotation marks are half a patch wide, and every ideograph stands at an
  /// edge.
  static let byLanguage: [(text: String, language: String, lines: [String])] = [
    ("红色的“心”形", "zh", ["红色的", "“心”形"]), ("红色的“心”形", "zh-CN", ["红色的", "“心”形"]),
    ("红色的“心”形", "zh_Hant_TW", ["红色的", "“心”形"]), ("红色的“心”形", "zho", ["红色的", "“心”形"]),
    ("红色的“心”形", "yue", ["红色的", "“心”形"]), ("红色的“心”形", "cmn_Hans", ["红色的", "“心”形"]),
    ("红色的“心”形", "en", likeRoot), ("红色的“心”形", "und", likeRoot),
    ("赤赤赤赤ぁ赤", "ja", ["赤赤赤赤", "ぁ赤"]), ("赤赤赤赤ぁ赤", "ja-JP", ["赤赤赤赤", "ぁ赤"]), ("赤赤赤赤ぁ赤", "zh", ["赤赤赤", "赤ぁ赤"]),
  ]

  /// Unicode 16's rules, as in ICU 76, are those of Chinese here in every language.
  private static var likeRoot: [String] {
    (Double(UnicodeTestFile.icuVersion) ?? 0) >= 16 ? ["红色的", "“心”形"] : ["红色", "的“心”", "形"]
  }

  @Test("Lines end as the caption's language wants it", arguments: byLanguage)
  func languages(text: String, language: String, lines: [String]) throws {
    #expect(try Rendering(RendererOptions(rows: 8, columns: 4, alignment: .word)).lines(text, language) == lines)
  }

  @Test(
    "Tags name locales, whatever stands in them",
    arguments: [
      ("zh", "zh"), ("zh-hans-cn", "zh_Hans_CN"), ("yue_Hant", "zh_Hant"), ("und", ""), ("", ""), ("x_y-z", ""),
      ("en@lb=loose", ""), ("ja-u-lb-strict", "ja"), ("sr_latn", "sr_Latn"), ("es-419", "es_419"), ("日本", ""),
    ])
  func locales(tag: String, locale: String) {
    #expect(LanguageTag(tag).locale == locale)
  }

  static let hard: [(text: String, lines: Int)] = [
    ("a\nb", 2), ("a\r\nb", 2), ("a\n\nb", 3), ("a\u{2028}b", 2), ("a\u{B}b\u{C}c", 3), ("a\n", 1), ("a\u{85}b", 2),
    ("\n", 1), ("", 0), ("a\u{2029}b", 2), ("\r\r\n\u{2029}a", 4),
  ]

  /// What ends a paragraph; U+2028 ends a line alone.
  static let separators = ["\n", "\r", "\r\n", "\u{85}", "\u{2029}", "\u{1C}"]

  @Test("Paragraphs of either direction are drawn in either order, whatever divides them", arguments: separators)
  func twoParagraphs(separator: String) throws {
    let rendering = try Rendering()
    let hebrew = try rendering.page("שלום").lines[0]
    let latin = try rendering.page("ab").lines[0]
    for (text, first, second) in [
      ("שלום" + separator + "ab", hebrew, latin), ("ab" + separator + "שלום", latin, hebrew),
      ("שלום" + separator + "12", hebrew, latin), ("12" + separator + "שלום", latin, hebrew),
    ] {
      let page = try rendering.page(text)
      // A file separator divides paragraphs for the bidirectional algorithm alone, and shows nothing.
      guard separator != "\u{1C}" else {
        #expect(page.lines.count == 1 && page.truncation.isEmpty)
        continue
      }
      #expect(
        page.lines.map(\.isRightToLeft) == [first.isRightToLeft, second.isRightToLeft], "\(text.debugDescription)")
      #expect(page.lines[0].x == first.x || text.contains("12"))
      #expect(page.lines[0].width == first.width || text.contains("12"))
      #expect(page.truncation.isEmpty)
      #expect(page.lines[1].textRange.upperBound == text.utf8.count)
    }
  }

  @Test("Hard breaks end lines", arguments: hard)
  func hardBreaks(text: String, lines: Int) throws {
    #expect(try Rendering().page(text).lines.count == lines)
  }

  @Test("Controls around line ends belong to a line, and what they end is no direction")
  func controls() throws {
    #expect(try Rendering().lines("a\n\u{1C}b\u{1D}\r\n\u{1E}") == ["a\n", "\u{1C}b\u{1D}\r\n\u{1E}"])
    let page = try Rendering().page("\u{1C}שלום\n\u{1D}אב\n\u{1D}ab")
    #expect(page.lines.map(\.isRightToLeft) == [true, true, false])
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
      #expect(page.truncation.isEmpty)
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
    #expect(page.truncation.truncatedLines == 2)
    #expect(page.truncation.truncatedCharacters == "threefourfive".count)
    var sum = page.truncation
    sum += page.truncation
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

  @Test("A soft hyphen shows only where its line ends")
  func softHyphens() throws {
    let text = "Donau\u{AD}dampf\u{AD}schiff"
    let wide = try Rendering().page(text, "de")
    let narrow = try Rendering(RendererOptions(columns: 4)).page(text, "de")
    #expect(wide.lines.count == 1)
    #expect(narrow.lines.count == 3 && narrow.glyphs.count == wide.glyphs.count + 2)
    #expect(narrow.glyphs[narrow.lines[0].glyphs].last?.textRange == 5..<7)
    #expect(narrow.lines.allSatisfy { $0.width <= 64 })
    #expect(narrow.lines.map(\.textRange) == [0..<7, 7..<14, 14..<20])
  }
}
