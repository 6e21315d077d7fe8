import CICU

/// One of ICU's own rewritings of text. Opening one again takes microseconds, for ICU keeps its rules; so each use has its own,
/// and threads share none.
final class Transliterator {
  enum Rules: String, CaseIterable {
    case fullToHalfWidth = "Fullwidth-Halfwidth"
    case halfToFullWidth = "Halfwidth-Fullwidth"
    case simplifiedToTraditional = "Simplified-Traditional"
    case traditionalToSimplified = "Traditional-Simplified"
  }

  private let handle: UnsafeMutablePointer<UTransliterator?>

  /// Nil where the machine's ICU was built without these rules.
  init?(_ rules: Rules) {
    guard let handle = clippo_icu_open_transliterator(rules.rawValue) else { return nil }
    self.handle = handle
  }

  deinit {
    clippo_icu_close_transliterator(handle)
  }

  /// Nil where ICU has no memory.
  func rewritten(_ text: String) -> String? {
    CodeUnits.changed(text) { source, length, out, capacity in
      guard let source, let out else { return 0 }
      out.update(from: source, count: Int(length))
      return clippo_icu_transliterate(handle, out, length, capacity)
    }
  }

  /// `text` by these rules; nil where ICU lacks them.
  static func rewritten(_ text: String, by rules: Rules) -> String? {
    Transliterator(rules)?.rewritten(text)
  }
}
