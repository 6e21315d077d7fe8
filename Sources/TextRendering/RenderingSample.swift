import CKernels
import Files

/// A fixed text in many scripts. Its pages tell whether two installations draw alike, whatever their library versions say.
enum RenderingSample {
  static let texts: [(language: String, text: String)] = [
    ("en", "The quick brown fox, 1,234 efficient jumps."), ("zh", "红色的心，猫。"), ("zh_Hant", "紅色的心與骨"),
    ("ja", "直の日本語、カタカナ"), ("ko", "빨간 하트"), ("ar", "قلب أحمر (123)"), ("ur", "سرخ دل"), ("fa", "قلب قرمز"),
    ("he", "שלום, עולם"), ("hi", "लाल हृदय क्षत्रिय"), ("bn", "লাল হৃদয়"), ("ta", "சிவப்பு இதயம்"), ("te", "ఎర్ర హృదయం"),
    ("th", "หัวใจสีแดง"), ("lo", "ຫົວໃຈສີແດງ"), ("km", "បេះដូងក្រហម"), ("my", "အနီရောင် အသည်း"), ("bo", "སྙིང་དམར་པོ"),
    ("am", "ቀይ ልብ"), ("ka", "წითელი გული"), ("ru", "красное сердце"), ("el", "κόκκινη καρδιά"), ("vi", "trái tim đỏ Ấ"),
    ("und", "❤️ 👋🏽 👨‍👩‍👧 🇨🇳 ☺ ∑ ♫"),
  ]

  /// Texts whose order and line ends depend on the libraries' versions: breaks around quotation marks, in Korean, Javanese and
  /// Balinese, after Hebrew hyphens; isolates and embeddings. Repeated, so that lines of any length tell.
  static let arrangements: [(language: String, text: String)] =
    [
      ("zh", "“心”形红“心”形红色“心”形红色的"), ("zh_Hant", "“心”形紅“心”形紅色“心”形紅色的"), ("ja", "カタカナーのぁ"), ("ko", "빨간ァー“하트”심장"),
      ("jv", "ꦲꦏ꧀ꦱꦫꦗꦮ"), ("ban", "ᬅᬓ᭄ᬱᬭᬩᬮᬶ"), ("he", "לב־אדום-לב"), ("th", "หัวใจสีแดง"), ("km", "បេះដូងក្រហម"),
      ("he", "\u{2067}אב\u{2069}\u{2066}96 / 110\u{2069} \u{202B}(א)\u{202C} "),
    ].map { ($0.0, String(repeating: $0.1, count: 6)) }

  /// Hash of all pixels and places; a text that cannot be drawn counts as an empty page.
  static func hash(with renderer: TextRenderer) -> String {
    var hash: UInt64 = 0
    for (language, text) in texts + arrangements {
      hash = combine(hash, try? renderer.page(for: text, language: language))
    }
    return Hexadecimal.text(hash)
  }

  /// The hash of one more page; a text that cannot be drawn counts as an empty page.
  static func combine(_ hash: UInt64, _ page: Page?) -> UInt64 {
    var bytes = page?.patches.pixels ?? []
    for place in (page?.patches.rows ?? []) + (page?.patches.columns ?? []) {
      bytes += [UInt8(truncatingIfNeeded: place), UInt8(truncatingIfNeeded: place >> 8)]
    }
    return (hash ^ clippo_text_hash64(bytes, bytes.count)) &* 0x9E37_79B9_7F4A_7C15
  }
}
