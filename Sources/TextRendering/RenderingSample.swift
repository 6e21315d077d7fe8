import CKernels

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

  /// Hash of all pixels and places; a text that cannot be drawn counts as an empty page.
  static func hash(with renderer: TextRenderer) -> String {
    var hash: UInt64 = 0
    for (language, text) in texts {
      hash = combine(hash, try? renderer.page(for: text, language: language))
    }
    return RendererContract.hexadecimal(hash)
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
