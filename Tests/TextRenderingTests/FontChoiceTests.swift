import Testing

@testable import TextRendering

@Suite struct FontChoiceTests {
  static let fonts: [(text: String, language: String, fonts: [String])] = [
    ("Hello", "en", ["NotoSans"]),
    ("שלום,", "he", ["NotoSans", "NotoSansHebrew"]),
    ("红心", "zh", ["NotoSansCJK-SC"]),
    ("红心", "zh_Hant", ["NotoSansCJK-TC"]),
    ("红心", "zh-hant-HK", ["NotoSansCJK-HK"]),
    ("紅心", "ja", ["NotoSansCJK-JP"]),
    ("빨간", "ko", ["NotoSansCJK-KR"]),
    ("قلب", "ar", ["NotoSansArabic"]),
    ("قلب", "ur", ["NotoNastaliqUrdu"]),
    ("قلب", "fa", ["NotoNaskhArabic"]),
    ("1#*", "en", ["NotoSans"]),
    ("1\u{FE0F}\u{20E3}", "en", ["NotoColorEmoji"]),
    ("❤", "en", ["NotoSansSymbols2"]),
    ("❤\u{FE0F}", "en", ["NotoColorEmoji"]),
    ("😀", "en", ["NotoColorEmoji"]),
    ("a\u{323}\u{302}", "en", ["NotoSans"]),
    ("བོད", "bo", ["NotoSerifTibetan"]),
  ]

  @Test("Fonts are chosen by script, language and presentation", arguments: fonts)
  func choice(text: String, language: String, fonts: [String]) throws {
    #expect(try Rendering().fonts(text, language) == fonts)
  }

  @Test("Text presentation never takes the color font", arguments: ["😀\u{FE0E}", "☺", "©", "1", "#"])
  func textPresentation(text: String) throws {
    #expect(try !Rendering().fonts(text).contains("NotoColorEmoji"))
  }

  @Test(
    "Emoji sequences are one glyph",
    arguments: ["👨‍👩‍👧‍👦", "🇨🇳", "👋🏽", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️‍🔥", "👩🏽‍🚀", "🏳️‍🌈"])
  func oneGlyph(sequence: String) throws {
    let page = try Rendering().page(sequence)
    #expect(page.glyphs.count == 1)
    #expect(page.glyphs.first?.isColor == true)
    #expect(page.glyphs.first?.textRange == 0..<sequence.utf8.count)
  }

  @Test("Unicode's fully qualified emoji are one color glyph each", .enabled(if: UnicodeData.isInstalled))
  func emojiTest() throws {
    let rendering = try Rendering()
    let lines = UnicodeData.lines("emoji/emoji-test.txt").filter { $0.contains("; fully-qualified") }
    #expect(lines.count > 3600)
    for (number, line) in lines.enumerated() where Conformance.includes(number, oneOf: 5) {
      let text = UnicodeData.text(
        line.split(whereSeparator: { $0 == " " || $0 == ";" }).compactMap { UInt32($0, radix: 16) })
      let page = try rendering.page(text)
      #expect(page.glyphs.count == 1 && page.glyphs[0].isColor && page.truncation.isEmpty, "\(line)")
    }
  }

  @Test("What no font draws is counted, unassigned code points too")
  func missing() throws {
    let rendering = try Rendering()
    #expect(try rendering.page("a\u{0378}\u{0378}b").truncation.missing == [0x378: 2])
    #expect(try rendering.page("\u{10FFFD}").truncation.missing == [0x10FFFD: 1])
    #expect(try rendering.page("plain 字 😀\u{200D}\u{FE0F}\u{2060}\u{AD}").truncation.isEmpty)
  }

  @Test("Default-ignorable characters draw nothing")
  func ignorable() throws {
    let page = try Rendering().page("\u{200B}\u{200D}\u{2060}\u{FEFF}\u{180E}\u{E0001}\u{FE00}")
    #expect(page.glyphs.isEmpty)
    #expect(page.patches.count == 1)
  }

  @Test("The same text is never missing anything in any of the sample's languages")
  func sample() throws {
    let rendering = try Rendering()
    for (language, text) in RenderingSample.texts {
      #expect(try rendering.page(text, language).truncation.isEmpty, "\(language)")
    }
  }
}
