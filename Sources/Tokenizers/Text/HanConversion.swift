import CICU

/// Simplified and traditional ideographs, as ICU turns one into the other: code points and a few words. Everything else stays:
/// ICU 72 exchanges quotation marks too (“ ” and 「 」), ICU 76 does not; and it knows the counter 隻 behind 一 to 十, but not behind 两, 几 or 这.
package enum HanConversion {
  /// The text with other ideographs, each for one of its own; the text itself where ICU lacks the rules.
  package static func rewritten(_ text: String, by rules: Transliterator.Rules) -> String {
    let text = rules == .simplifiedToTraditional ? countingAnimals(text) : text
    guard let found = Transliterator.rewritten(text, by: rules) else { return text }
    guard found.unicodeScalars.count == text.unicodeScalars.count else { return found }
    var out = String.UnicodeScalarView()
    for (before, after) in zip(text.unicodeScalars, found.unicodeScalars) {
      out.append(isIdeograph(before) ? after : before)
    }
    return String(out)
  }

  /// 只 stands for 隻, which counts animals and one of a pair, and for itself, “only”. Behind a number it counts; behind a
  /// demonstrative it counts unless a verb follows that “only” goes with.
  private static func countingAnimals(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    guard scalars.contains(only) else { return text }
    for place in scalars.indices.dropFirst() where scalars[place] == only {
      let next = place + 1 < scalars.count ? scalars[place + 1] : nil
      let counts =
        numbers.contains(scalars[place - 1])
        || demonstratives.contains(scalars[place - 1]) && !(next.map(verbs.contains) ?? false)
      if counts { scalars[place] = "隻" }
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let only: Unicode.Scalar = "只"
  private static let numbers = Set("0123456789０１２３４５６７８９二两三四五六七八九十百千万几多半".unicodeScalars)
  private static let demonstratives = Set("这那每某哪".unicodeScalars)
  private static let verbs = Set("是有能会要好需想在".unicodeScalars)

  private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    clippo_icu_script(Int32(bitPattern: scalar.value)) == Int32(USCRIPT_HAN.rawValue)
  }
}
