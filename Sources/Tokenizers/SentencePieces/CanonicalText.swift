/// What transformers' tokenizer of SigLIP makes of a text before it is cut: small letters, no ASCII punctuation, one space
/// between words and none behind them.
enum CanonicalText {
  private static let space: Unicode.Scalar = "▁"
  private static let punctuation = Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".unicodeScalars)

  static func of(_ text: String) -> String {
    let plain = text.unicodeScalars.map { $0 == space ? " " : $0 }
    let kept = lowercased(plain).filter { !punctuation.contains($0) }
    let words = kept.split(whereSeparator: isSpace).map { String(String.UnicodeScalarView($0)) }
    // The package puts the mark of a space in front before it looks for spaces, so that one at the beginning stays beside it.
    let mark = kept.first.map(isSpace) == true && !words.isEmpty ? String(space) : ""
    return mark + words.joined(separator: " ")
  }

  /// White space as Python counts it.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }

  /// Small letters as Python makes them: a sigma at a word's end has its own form, which Swift's `lowercased` does not know.
  private static func lowercased(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    scalars.indices.flatMap { place -> [Unicode.Scalar] in
      guard scalars[place] == "Σ" else { return Array(scalars[place].properties.lowercaseMapping.unicodeScalars) }
      let before = scalars[..<place].last { !$0.properties.isCaseIgnorable }
      let after = scalars[(place + 1)...].first { !$0.properties.isCaseIgnorable }
      return before?.properties.isCased == true && after?.properties.isCased != true ? ["ς"] : ["σ"]
    }
  }
}
