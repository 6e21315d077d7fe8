/// Texts without their accents and vowel points, as people type them in a hurry.
enum MissingMarks {
  /// Nil where no mark can be missing.
  ///
  /// Marks go in scripts that are read without them: Latin, Greek, Cyrillic, Hebrew and Arabic. Elsewhere they are letters:
  /// the vowels of Indic scripts and Thai, the voicing of kana.
  static func without(_ text: String) -> String? {
    guard let decomposed = NormalForm.decomposed.of(text) else { return nil }
    var kept = String.UnicodeScalarView()
    var base: String?
    var hasLost = false
    for scalar in decomposed.unicodeScalars {
      if CodePoint.isNonspacingMark(scalar) {
        if mayBeMissing(scalar, on: base) {
          hasLost = true
          continue
        }
      } else {
        base = scalar == tatweel ? "Arab" : CodePoint.script(scalar)
      }
      kept.append(scalar)
    }
    return hasLost ? NormalForm.composed.of(String(kept)) : nil
  }

  /// Carries vowel points in the middle of Arabic words; Unicode counts it to several scripts.
  private static let tatweel: Unicode.Scalar = "\u{640}"

  /// A madda or hamza makes another letter, so Arabic keeps these (U+0653…U+0655).
  private static func mayBeMissing(_ mark: Unicode.Scalar, on base: String?) -> Bool {
    // Joiners and selectors of a glyph's form are no marks that anyone sees.
    if mark.properties.isDefaultIgnorableCodePoint { return false }
    return switch base {
    case "Latn", "Grek", "Cyrl", "Hebr": true
    case "Arab": !(0x653...0x655).contains(mark.value)
    default: false
    }
  }
}
