import Runtime

/// Texts with the errors of typing fingers.
enum Typos {
  /// One error in every started ten letters; nil where no word is long enough to stay readable.
  ///
  /// Spaces, digits, signs and emoji stay, and no grapheme cluster is split or joined with another.
  static func mistyped(_ text: String, using generator: inout SeededGenerator) -> String? {
    let typed = TypedText(text)
    let letters = typed.pieces.indices.filter { typed.pieces[$0].isLetter }
    var written = typed.pieces.map { [$0.text] }
    var hasError = false
    for start in stride(from: 0, to: letters.count, by: 10) {
      let ten = letters[start..<min(start + 10, letters.count)]
      guard let changed = withError(in: Array(ten), of: typed, written, original: text, using: &generator) else {
        continue
      }
      written = changed
      hasError = true
    }
    return hasError ? written.joined().joined() : nil
  }

  /// `written` with an error at one of the places `ten`; kinds of errors are equally frequent, then places.
  ///
  /// What would join pieces or undo an error of the ten before is drawn again.
  private static func withError(
    in ten: [Int], of typed: TypedText, _ written: [[String]], original: String, using generator: inout SeededGenerator
  ) -> [[String]]? {
    var choices = TypingError.allCases.map { error in
      (error: error, places: ten.filter { error.fits(typed, at: $0, within: ten) })
    }
    choices.removeAll { $0.places.isEmpty }
    while !choices.isEmpty {
      let choice = generator.place(below: choices.count)
      let place = choices[choice].places.remove(at: generator.place(below: choices[choice].places.count))
      var changed = written
      choices[choice].error.make(in: &changed, at: place, using: &generator)
      let pieces = Array(changed.joined())
      if staysApart(pieces), pieces.joined() != original { return changed }
      choices.removeAll { $0.places.isEmpty }
    }
    return nil
  }

  /// Whether the pieces are still the same ones in the text that they make.
  private static func staysApart(_ pieces: [String]) -> Bool {
    TypedText(pieces.joined()).pieces.map(\.text) == pieces
  }
}
