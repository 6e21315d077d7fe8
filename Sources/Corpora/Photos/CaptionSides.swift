/// Whether a caption speaks of left or right, so that its image must not be mirrored.
///
/// A list of words, not an understanding: “the bus left” counts too, which costs a mirrored view and nothing else. Languages
/// that are not listed count as not speaking of sides.
enum CaptionSides {
  /// By primary language tag; a word is looked for at a word's beginning, or anywhere where words are not spaced.
  private static let words: [String: [String]] = [
    "ar": ["يسار", "يمين", "أيسر", "أيمن", "اليسار", "اليمين", "الأيسر", "الأيمن", "اليسرى", "اليمنى"],
    "cs": ["vlevo", "vpravo", "lev", "prav", "nalevo", "napravo", "doleva", "doprava", "zleva", "zprava"],
    "de": ["link", "recht"],
    "en": ["left", "right"],
    "es": ["izquierd", "derech"],
    "fr": ["gauche", "droit"],
    "hi": ["बाएं", "बाएँ", "दाएं", "दाएँ", "बाईं", "दाईं", "बायें", "दायें"],
    "id": ["kiri", "kanan"],
    "it": ["sinistr", "destr"],
    "ja": ["左", "右"],
    "ko": ["왼", "오른", "좌", "우측"],
    "pt": ["esquerd", "direit"],
    "ru": ["лев", "прав", "слева", "справа", "налево", "направо"],
    "tr": ["sol", "sağ"],
    "yue": ["左", "右"],
    "zh": ["左", "右"],
  ]
  private static let unspaced: Set<String> = ["ja", "ko", "yue", "zh"]

  static func mentions(_ caption: Caption) -> Bool {
    let tag = String(caption.language.prefix { $0 != "-" }).lowercased()
    guard let sides = words[tag] else { return false }
    let text = caption.text.lowercased()
    if unspaced.contains(tag) { return sides.contains { text.contains($0) } }
    return text.split { !$0.isLetter && $0 != "\u{0301}" }.contains { word in
      sides.contains { word.hasPrefix($0) }
    }
  }
}
