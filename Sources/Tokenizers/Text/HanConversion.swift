import CICU

/// Simplified and traditional ideographs, as ICU turns one into the other: code points and a few words. Everything else stays:
/// ICU 72 exchanges quotation marks too (“ ” and 「 」), ICU 76 does not.
package enum HanConversion {
  /// The text with other ideographs, each for one of its own; the text itself where ICU lacks the rules.
  package static func rewritten(_ text: String, by rules: Transliterator.Rules) -> String {
    guard let found = Transliterator.rewritten(text, by: rules) else { return text }
    guard found.unicodeScalars.count == text.unicodeScalars.count else { return found }
    var out = String.UnicodeScalarView()
    for (before, after) in zip(text.unicodeScalars, found.unicodeScalars) {
      out.append(isIdeograph(before) ? after : before)
    }
    return String(out)
  }

  private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    clippo_icu_script(Int32(bitPattern: scalar.value)) == Int32(USCRIPT_HAN.rawValue)
  }
}
