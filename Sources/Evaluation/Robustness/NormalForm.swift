import CICU
import Tokenizers

/// Unicode's normal forms (Unicode Standard Annex 15).
enum NormalForm {
  case composed, decomposed, compatible

  /// `text` in this form; nil where ICU has no memory or no data for it.
  func of(_ text: String) -> String? {
    guard let normalizer else { return nil }
    return CodeUnits.changed(text) { clippo_icu_normalize(normalizer, $0, $1, $2, $3) }
  }

  private var normalizer: OpaquePointer? {
    switch self {
    case .composed: clippo_icu_nfc()
    case .decomposed: clippo_icu_nfd()
    case .compatible: clippo_icu_nfkc()
    }
  }

  /// Form D of a text in form C, form C of any other; nil where both are the same.
  static func exchanged(_ text: String) -> String? {
    guard let composed = composed.of(text) else { return nil }
    guard composed.isSpelled(as: text) else { return composed }
    guard let decomposed = decomposed.of(text), !decomposed.isSpelled(as: text) else { return nil }
    return decomposed
  }
}
