/// A word or a mark of a caption.
package struct CaptionWord: Sendable, Equatable {
  /// As the caption has it.
  package let text: String
  /// As it is compared with others: normal form C in lower case.
  package let key: String
  /// Whether there is a letter in it.
  package let hasLetter: Bool

  package init(text: String) {
    self.text = text
    let scalars = UnicodeText.lowered(UnicodeText.normalized(UnicodeText.scalars(text), .composed))
    key = UnicodeText.text(scalars)
    hasLetter = scalars.contains(where: CharacterClass.isLetter)
  }
}
