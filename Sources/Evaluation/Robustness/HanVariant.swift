import Tokenizers

/// Simplified and traditional ideographs exchanged; see `HanConversion`.
enum HanVariant {
  /// The text in the other kind; nil where no ideograph differs, outside of the Han script, and in Japanese and Korean, whose
  /// ideographs are of a third kind.
  ///
  /// Many ideographs belong to both kinds, so the direction that changes more of them is taken.
  static func exchanged(_ text: String, language: String) -> String? {
    let primary = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
    guard primary != "ja", primary != "ko", CaptionScript.of(text) == "Hani" else { return nil }
    let traditional = HanConversion.rewritten(text, by: .simplifiedToTraditional)
    let simplified = HanConversion.rewritten(text, by: .traditionalToSimplified)
    let toTraditional = differences(text, traditional)
    let toSimplified = differences(text, simplified)
    guard max(toTraditional, toSimplified) > 0 else { return nil }
    return toTraditional >= toSimplified ? traditional : simplified
  }

  /// How many ideographs of `first` are others in `second`.
  private static func differences(_ first: String, _ second: String) -> Int {
    zip(first.unicodeScalars, second.unicodeScalars).count { $0 != $1 && CodePoint.isIdeograph($0) }
  }
}
