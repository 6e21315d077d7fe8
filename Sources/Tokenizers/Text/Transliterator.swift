import CICU

/// One of ICU's own rewritings of text. Opening one again takes microseconds, for ICU keeps its rules; so each use has its own,
/// and threads share none.
package final class Transliterator {
  package enum Rules: String, CaseIterable {
    case fullToHalfWidth = "Fullwidth-Halfwidth"
    case halfToFullWidth = "Halfwidth-Fullwidth"
    case simplifiedToTraditional = "Simplified-Traditional"
    case traditionalToSimplified = "Traditional-Simplified"
    /// Every script in Latin letters, with the marks that tell sounds apart.
    case latin = "Any-Latin"
    /// The same in the letters of ASCII, as far as ICU has them.
    case ascii = "Any-Latin; Latin-ASCII"
  }

  private let handle: UnsafeMutablePointer<UTransliterator?>

  /// Nil where the machine's ICU was built without these rules.
  package init?(_ rules: Rules) {
    guard let handle = clippo_icu_open_transliterator(rules.rawValue) else { return nil }
    self.handle = handle
  }

  deinit {
    clippo_icu_close_transliterator(handle)
  }

  /// Nil where ICU has no memory.
  package func rewritten(_ text: String) -> String? {
    CodeUnits.changed(text) { source, length, out, capacity in
      guard let source, let out else { return 0 }
      out.update(from: source, count: Int(length))
      return clippo_icu_transliterate(handle, out, length, capacity)
    }
  }

  /// `text` by these rules; nil where ICU lacks them.
  package static func rewritten(_ text: String, by rules: Rules) -> String? {
    Transliterator(rules)?.rewritten(text)
  }
}
