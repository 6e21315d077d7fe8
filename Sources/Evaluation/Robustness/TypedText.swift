/// A text cut into what a person types and sees as one, with the words that its letters form.
struct TypedText {
  struct Piece {
    /// A grapheme cluster, or several that viramas tie into one sign.
    let text: String
    let isLetter: Bool
    let isIdeograph: Bool
    /// How many letters stand together here; 0 for what is no letter.
    var wordLength = 0
  }

  private(set) var pieces: [Piece] = []

  init(_ text: String) {
    for character in text { append(character) }
    measureWords()
  }

  private mutating func append(_ character: Character) {
    guard let first = character.unicodeScalars.first else { return }
    let isLetter = CodePoint.isLetter(first)
    if isLetter, let last = pieces.last, last.isLetter, Self.tiesTheNext(last.text) {
      pieces[pieces.count - 1] = Piece(text: last.text + String(character), isLetter: true, isIdeograph: false)
    } else {
      pieces.append(
        Piece(
          text: String(character), isLetter: isLetter,
          isIdeograph: isLetter && CodePoint.isIdeograph(first)))
    }
  }

  /// Tamil shows its virama as a dot and ties nothing.
  private static func tiesTheNext(_ cluster: String) -> Bool {
    guard let last = cluster.unicodeScalars.last(where: { !$0.properties.isDefaultIgnorableCodePoint }) else {
      return false
    }
    return CodePoint.isVirama(last) && CodePoint.script(last) != "Taml"
  }

  private mutating func measureWords() {
    var start = 0
    for end in 0...pieces.count where end == pieces.count || !pieces[end].isLetter {
      for place in start..<end { pieces[place].wordLength = end - start }
      start = end + 1
    }
  }
}
