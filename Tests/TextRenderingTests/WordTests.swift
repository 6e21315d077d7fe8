import CHarfBuzz
import FoundationEssentials
import TestSupport
import Testing

@testable import TextRendering

/// HarfBuzz's command, package libharfbuzz-bin.
enum HarfBuzzCommand {
  static let isInstalled = ShellOutput.of("command -v hb-shape") != nil && UnicodeData.isInstalled
}

/// Words of CLDR's emoji names, shaped by us and by HarfBuzz's own command with the same font.
@Suite("Words are shaped as hb-shape does", .enabled(if: HarfBuzzCommand.isInstalled)) struct WordTests {
  static let languages = [
    "am", "ar", "as", "be", "bn", "chr", "el", "en", "fa", "gu", "he", "hi", "hy", "ja", "ka", "kn", "km", "ko", "lo",
    "ml", "mn", "mr", "my", "ne", "or", "pa", "ps", "ru", "sd", "si", "sr", "ta", "te", "th", "tr", "ur", "vi", "yue",
    "zh", "zh_Hant", "ccp", "doi", "mni", "sat", "ff_Adlm",
  ]
  /// Scripts without a CLDR language with names.
  static let others = [
    ("bo", "སྙིང་ དམར་ བོད་ཡིག རྒྱལ་ ཕྱི་"), ("dv", "ދިވެހި ހިތް ރަތް"), ("syr", "ܠܒܐ ܣܘܡܩܐ ܫܠܡܐ"), ("mnw", "ဘာသာ မန်"),
    ("iu", "ᐃᓄᒃᑎᑐᑦ ᐅᖃᓕᒫᒐᖅ"),
    ("ber", "ⵜⴰⵎⴰⵣⵉⵖⵜ ⵓⵍ"), ("nqo", "ߒߞߏ ߞߊ߲"), ("jv", "ꦲꦏ꧀ꦱꦫ ꦗꦮ"), ("ban", "ᬅᬓ᭄ᬱᬭ ᬩᬮᬶ"), ("su", "ᮃᮊ᮪ᮞᮛ ᮞᮥᮔ᮪ᮓ"),
    ("cop", "ϩⲏⲧ ⲙⲛⲧ"), ("got", "𐌲𐌿𐍄𐌹𐍃𐌺 𐌷𐌰𐌹𐍂𐍄𐍉"),
    ("mn_Mong", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ"), ("lis", "ꓡꓲ‐ꓢꓴ ꓐꓳ"), ("ii", "ꆈꌠꁱꂷ ꋍ"),
  ]

  struct Word: Hashable {
    var font: UInt16
    var language: String
    var script: UInt8
    var isRightToLeft: Bool
    var text: String
    var glyphs: String
  }

  @Test("At least 500 words in 30 scripts: glyphs, clusters, positions in font units")
  func words() throws {
    var words: Set<Word> = []
    for language in Self.languages { try collect(names(language), language, into: &words) }
    for (language, text) in Self.others { try collect([text], language, into: &words) }
    #expect(words.count >= 500)
    #expect(Set(words.map(\.script)).count >= 30, "\(Set(words.map { ScriptCode(value: $0.script).iso }).sorted())")
    let groups = Dictionary(grouping: words) {
      [Int($0.font), Int($0.script), $0.isRightToLeft ? 1 : 0, $0.language.hashValue]
    }
    let stack = try FontStack.load(from: nil)
    for group in groups.values {
      guard let first = group.first, let path = stack.fonts[Int(first.font)].path else { continue }
      let face = stack.fonts[Int(first.font)].definition.face
      let lines = group.map(\.text).joined(separator: "\n")
      let command =
        "printf '%s\\n' '\(lines)' | hb-shape --no-glyph-names --face-index=\(face) "
        + "--language=\(LanguageTag(first.language).hyphenated) --script=\(ScriptCode(value: first.script).iso) "
        + "--direction=\(first.isRightToLeft ? "rtl" : "ltr") '\(path)'"
      let output = try #require(ShellOutput.of(command)).split(separator: "\n")
      #expect(output.count == group.count)
      for (word, expected) in zip(group, output) { #expect(word.glyphs == expected, "\(word.language) \(word.text)") }
    }
  }

  /// The first names in a language's annotations.
  private func names(_ language: String) -> [String] {
    let path = UnicodeData.folder + "cldr/common/annotations/\(language).xml"
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").filter { $0.contains("type=\"tts\"") }
      .enumerated().filter { $0.offset % 31 == 0 }.prefix(24).compactMap { line in
        line.element.split(separator: ">").dropFirst().first?.split(separator: "<").first.map { String($0) }
      }
  }

  /// Our words of some texts, shaped at a size of one pixel's 64th for every font unit.
  private func collect(_ texts: [String], _ language: String, into words: inout Set<Word>) throws {
    let rendering = try Rendering(RendererOptions(rows: 40, columns: 200))
    let renderer = rendering.renderer
    for text in texts where !text.contains("'") && !text.contains("&") {
      for font in Set(try rendering.itemized(text, language) { Array($0.fonts.numbers.elements) }) {
        let face = try renderer.openFonts.face(Int(font))
        let unit = Int32(hb_face_get_upem(hb_font_get_face(face.shaper)))
        hb_font_set_scale(face.shaper, unit, unit)
      }
      renderer.forgetWords()
      try renderer.withPlacedWords(of: text, language: language) { placed in
        let item = placed.laid.item
        for word in placed.laid.words.elements where word.cut.kind == .text {
          let range = Int(word.cut.start)..<Int(word.cut.end)
          words.insert(
            Word(
              font: item.fonts[range.lowerBound], language: language, script: item.scripts[range.lowerBound],
              isRightToLeft: word.cut.level & 1 != 0, text: UnicodeData.text(range.map { item.text.scalars[$0] }),
              glyphs: glyphs(of: word, renderer)))
        }
      }
    }
  }

  /// As hb-shape writes them: `[glyph=cluster@x,y+advance|…]`.
  private func glyphs(of word: ShapedWord, _ renderer: TextRenderer) -> String {
    let shaped = renderer.cache.word(Int(word.cached))
    let glyphs = renderer.cache.glyphs(of: shaped)
    let parts = (0..<Int(shaped.pointee.glyphCount)).map { index in
      let measures = renderer.cache.measures[Int(shaped.pointee.measures) + index]
      let offset = measures.offsetX == 0 && measures.offsetY == 0 ? "" : "@\(measures.offsetX),\(measures.offsetY)"
      return "\(glyphs[index].glyph)=\(glyphs[index].clusterStart)\(offset)+\(measures.advance)"
    }
    return "[" + parts.joined(separator: "|") + "]"
  }
}
