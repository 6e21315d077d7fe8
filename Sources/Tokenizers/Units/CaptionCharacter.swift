/// A character of a caption, as a person counts them, and whether a word may be cut beside it.
package struct CaptionCharacter: Sendable, Equatable {
  /// As it is compared with others: in lower case.
  package let key: String
  /// UTF-8 bytes of the caption.
  package let bytes: Range<Int>
  package let isSpace: Bool
  /// A letter, mark or digit of a script that writes spaces between words: two of them that follow each other are parts of one word.
  package let joinsWord: Bool

  /// All characters of a text.
  package static func all(of text: String) -> [CaptionCharacter] {
    var start = 0
    return text.map { character in
      let end = start + character.utf8.count
      defer { start = end }
      return CaptionCharacter(character, bytes: start..<end)
    }
  }

  private init(_ character: Character, bytes: Range<Int>) {
    key = character.lowercased()
    self.bytes = bytes
    isSpace = character.isWhitespace
    let first = character.unicodeScalars.first?.value ?? 0
    joinsWord = CharacterClass.isWordPart(first) && !UnspacedScripts.contain(first)
  }
}
