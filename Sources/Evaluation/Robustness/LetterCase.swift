import CICU
import Tokenizers

/// Upper and lower case by the rules of a language: Turkish has an i of its own, Greek capitals bear no accents.
enum LetterCase {
  /// Upper case; lower case where the text is in upper case already; nil in scripts without case.
  static func exchanged(_ text: String, language: String) -> String? {
    let upper = language.withCString { locale in
      CodeUnits.changed(text) { clippo_icu_upper_text($0, $1, locale, $2, $3) }
    }
    guard let upper, upper.isSpelled(as: text) else { return upper }
    let lower = language.withCString { locale in
      CodeUnits.changed(text) { clippo_icu_lower_text($0, $1, locale, $2, $3) }
    }
    guard let lower, !lower.isSpelled(as: text) else { return nil }
    return lower
  }
}
