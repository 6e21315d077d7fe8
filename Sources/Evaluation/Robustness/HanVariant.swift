/// Simplified and traditional ideographs, as ICU turns one into the other: code points and a few words. Everything else stays:
/// ICU 72 exchanges quotation marks too (“ ” and 「 」), ICU 76 does not.
enum HanVariant {
  /// The text in the other kind; nil where no ideograph differs, outside of the Han script, and in Japanese and Korean, whose
  /// ideographs are of a third kind.
  ///
  /// Many ideographs belong to both kinds, so the direction that changes more of them is taken.
  static func exchanged(_ text: String, language: String) -> String? {
    let primary = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
    guard primary != "ja", primary != "ko", CaptionScript.of(text) == "Hani" else { return nil }
    let traditional = rewritten(text, by: .simplifiedToTraditional)
    let simplified = rewritten(text, by: .traditionalToSimplified)
    let toTraditional = differences(text, traditional)
    let toSimplified = differences(text, simplified)
    guard max(toTraditional, toSimplified) > 0 else { return nil }
    return toTraditional >= toSimplified ? traditional : simplified
  }

  /// The text with other ideographs, each for one of its own.
  private static func rewritten(_ text: String, by rules: Transliterator.Rules) -> String {
    guard let found = Transliterator.rewritten(text, by: rules) else { return text }
    guard found.unicodeScalars.count == text.unicodeScalars.count else { return found }
    var out = String.UnicodeScalarView()
    for (before, after) in zip(text.unicodeScalars, found.unicodeScalars) {
      out.append(CodePoint.isIdeograph(before) ? after : before)
    }
    return String(out)
  }

  /// How many ideographs of `first` are others in `second`.
  private static func differences(_ first: String, _ second: String) -> Int {
    zip(first.unicodeScalars, second.unicodeScalars).count { $0 != $1 && CodePoint.isIdeograph($0) }
  }
}
