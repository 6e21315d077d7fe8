import FoundationEssentials
import Images
import TestSupport
import Testing

@testable import TextRendering

/// Pages looked at and accepted by a person, kept as images and as dumps of the stages. CLIPPO_ACCEPT_GOLDEN=1 writes them
/// anew; look at them before you commit.
enum Golden {
  static let texts: [(name: String, language: String, text: String)] = [
    ("latin", "en", "The office cat's coat, “¼ off”!"), ("vietnamese", "vi", "Trái tim đỏ, nghiêng Ấm"),
    ("greek", "el", "Κόκκινη καρδιά; ναι·"), ("cyrillic", "ru", "Красное сердце — да"),
    ("georgian", "ka", "წითელი გული"),
    ("armenian", "hy", "Կարմիր սիրտ՝ այո"), ("hebrew", "he", "לב אדום (123) abc, שָׁלוֹם"),
    ("arabic", "ar", "قلب أحمر ١٢٣ (a) لا"),
    ("persian", "fa", "قلب قرمز می‌شود"), ("urdu", "ur", "سرخ دل کی تصویر"), ("syriac", "syr", "ܠܒܐ ܣܘܡܩܐ"),
    ("thaana", "dv", "ރަތް ހިތް"), ("devanagari", "hi", "लाल हृदय, क्षत्रिय र्क"), ("bengali", "bn", "লাল হৃদয় ক্ষ"),
    ("gurmukhi", "pa", "ਲਾਲ ਦਿਲ ਸ਼੍ਰੀ"), ("gujarati", "gu", "લાલ હૃદય શ્રી"), ("oriya", "or", "ଲାଲ ହୃଦୟ କ୍ଷ"),
    ("tamil", "ta", "சிவப்பு இதயம் ஸ்ரீ"), ("telugu", "te", "ఎర్ర హృదయం క్ష"), ("kannada", "kn", "ಕೆಂಪು ಹೃದಯ ಕ್ಷ"),
    ("malayalam", "ml", "ചുവന്ന ഹൃദയം ക്ഷ"), ("sinhala", "si", "රතු හදවත ශ්‍රී"), ("thai", "th", "หัวใจสีแดง ที่นี่ น้ำ"),
    ("lao", "lo", "ຫົວໃຈສີແດງ ນ້ຳ"), ("khmer", "km", "បេះដូងក្រហម ស្ត្រី"), ("myanmar", "my", "အနီရောင် အသည်း"),
    ("tibetan", "bo", "སྙིང་དམར་པོ།"), ("ethiopic", "am", "ቀይ ልብ፣ አዎ"), ("cherokee", "chr", "ᎩᎦᎨ ᎣᎾᏫ"),
    ("canadian", "iu", "ᐊᐅᐸᕐᑐᖅ ᐆᒻᒪᑦ"),
    ("han", "zh", "红色的心，直骨“门”。"), ("han_traditional", "zh_Hant", "紅色的心，直骨「門」。"), ("japanese", "ja", "赤い心、カタカナー直骨「門」"),
    ("korean", "ko", "빨간 하트, 直骨"), ("mongolian", "mn_Mong", "ᠤᠯᠠᠭᠠᠨ ᠵᠢᠷᠦᠬᠡ"), ("adlam", "ff_Adlm", "𞤄𞤫𞤪𞤲𞤣𞤫 𞤱𞤮𞤣𞤫𞥅𞤶𞤫"),
    ("emoji", "und", "❤️ ☺ 👩🏽‍🚀 👨‍👩‍👧 🇨🇳 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿"), ("symbols", "und", "∑ ♫ → ½ ☎ ⁂ 𝔸"),
  ]
  static let isAccepting = ProcessInfo.processInfo.environment["CLIPPO_ACCEPT_GOLDEN"] == "1"

  static func path(_ name: String) -> String { Fixture.path("golden/" + name) }

  static func read(_ name: String) -> String? {
    FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  static func renderer() throws -> TextRenderer {
    try TextRenderer(fonts: FontStack.load(from: nil), options: RendererOptions(rows: 3, columns: 14, alignment: .word))
  }

  /// The fonts and libraries that pages are made with here: a line for the libraries, one for each font.
  static let machine: String? = (try? renderer()).map { renderer in
    let contract = renderer.contract
    return contract.libraries + "\n" + contract.fonts.map { "\($0.file) \($0.face) \($0.hash)" }.joined(separator: "\n")
      + "\n"
  }

  private static func lines(_ machine: String?) -> [Substring] { (machine ?? "").split(separator: "\n") }
  static let accepted = lines(read("machine.txt"))
  static let here = lines(machine)
  /// FreeType's version does not matter: it draws the same pixels, and places nothing.
  static let placesAlike =
    isAccepting || accepted.first?.split(separator: ", ").dropFirst() == here.first?.split(separator: ", ").dropFirst()

  /// Why a page of these glyphs cannot be as it was accepted; nil where it must be.
  static func excuse(_ page: Page, _ renderer: TextRenderer) -> String? {
    guard !isAccepting else { return nil }
    let fonts = Set(page.glyphs.map { renderer.fonts.fonts[Int($0.font)].definition }.map { "\($0.file) \($0.face) " })
    let others = fonts.filter { font in
      accepted.first { $0.hasPrefix(font) } != here.first { $0.hasPrefix(font) }
    }
    func names(_ fonts: some Collection<String>) -> String {
      fonts.map { String($0.prefix { $0 != " " }) }.sorted().joined(separator: ", ")
    }
    if !others.isEmpty { return "another version of \(names(others)) here" }
    let rounded = fonts.filter { font in heldByAnchors.contains { font.hasPrefix($0) } }
    if !placesAlike, !rounded.isEmpty {
      return
        "\(names(rounded)): HarfBuzz rounds anchors otherwise (\(here.first ?? "") here, "
        + "\(accepted.first ?? "") when it was accepted)"
    }
    return nil
  }

  /// Fonts whose glyphs hang on each other's anchors in chains, which HarfBuzz 6 and 10 round differently: by up to four units
  /// of the font, rarely by a pixel.
  private static let heldByAnchors = ["NotoNastaliqUrdu", "NotoSansMyanmar"]
}

@Suite("Golden pages")
struct GoldenPageTests {
  @Test("Every script looks as it was accepted, stage by stage", arguments: Golden.texts.map(\.name))
  func page(name: String) throws {
    let sample = try #require(Golden.texts.first { $0.name == name })
    let renderer = try Golden.renderer()
    let page = try renderer.page(for: sample.text, language: sample.language)
    if let excuse = Golden.excuse(page, renderer) { return print("golden page \(name) is not compared: \(excuse)") }
    #expect(page.truncation.isEmpty)
    let dump = try renderer.dump(of: sample.text, language: sample.language) + "\n"
    if Golden.isAccepting {
      try Data(PNG.encode(page.canvas())).write(to: URL(filePath: Golden.path(name + ".png")))
      try Data(dump.utf8).write(to: URL(filePath: Golden.path(name + ".json")))
      try Data((Golden.machine ?? "").utf8).write(to: URL(filePath: Golden.path("machine.txt")))
    }
    // The stages say positions in units of the font, the page whole pixels.
    if Golden.placesAlike { #expect(dump == Golden.read(name + ".json")) }
    #expect(try page.canvas() == PNG.read(Golden.path(name + ".png")))
  }

  @Test("Several renderers at once draw the same bytes as one")
  func threads() async throws {
    let alone = try Golden.texts.map { try Golden.renderer().page(for: $0.text, language: $0.language) }
    try await withThrowingTaskGroup(of: [Page].self) { group in
      for _ in 0..<4 {
        group.addTask {
          let renderer = try Golden.renderer()
          return try (Golden.texts + Golden.texts).map { try renderer.page(for: $0.text, language: $0.language) }
        }
      }
      for try await pages in group { #expect(pages == alone + alone) }
    }
  }
}
