import CICU

/// Cuts captions into pieces that are known by their bytes: words as ICU finds them, or the characters that a caption is made of.
///
/// What is between pieces is white space alone, so every glyph belongs to one. One serves one thread at a time.
package final class CaptionPieces {
  private let breaker: OpaquePointer

  /// Throws where ICU's data is not installed.
  package init() throws {
    guard let breaker = clippo_icu_word_breaker("") else {
      throw TokenizerError("ICU's word breaking data cannot be opened: install libicu again")
    }
    self.breaker = breaker
  }

  deinit { clippo_icu_close_breaker(breaker) }

  /// Words of a text in any script, those of Chinese, Japanese and Thai by ICU's dictionaries; marks of punctuation are pieces too.
  ///
  /// - Returns: UTF-8 bytes of the text, rising.
  ///
  /// Throws where ICU cannot read the text, for want of memory.
  package func words(of text: String) throws -> [Range<Int>] {
    let units = Array(text.utf16)
    return try units.withUnsafeBufferPointer { units in
      guard clippo_icu_break_text(breaker, units.baseAddress, Int32(clamping: units.count)) != 0 else {
        throw TokenizerError("ICU cannot find words in a caption of \(units.count) UTF-16 units")
      }
      var pieces: [Range<Int>] = []
      var (start, startByte) = (text.startIndex, 0)
      while case let boundary = clippo_icu_next_break(breaker), boundary >= 0 {
        let end = text.utf16.index(text.startIndex, offsetBy: Int(boundary))
        let piece = text[start..<end]
        let endByte = startByte + piece.utf8.count
        if !piece.allSatisfy(\.isWhitespace) { pieces.append(startByte..<endByte) }
        (start, startByte) = (end, endByte)
      }
      return pieces
    }
  }

  /// Characters of a text, as a person counts them, and where words are that cannot be cut.
  package static func characters(of text: String) -> [CaptionCharacter] {
    var start = 0
    return text.map { character in
      let end = start + character.utf8.count
      defer { start = end }
      return CaptionCharacter(character, bytes: start..<end)
    }
  }
}

/// A character of a caption.
package struct CaptionCharacter: Sendable, Equatable {
  /// As it is compared with others: in lower case.
  package let key: String
  /// UTF-8 bytes of the caption.
  package let bytes: Range<Int>
  package let isSpace: Bool
  /// A letter, mark or digit of a script that writes spaces between words: two of them that follow each other are parts of one word.
  package let joinsWord: Bool

  init(_ character: Character, bytes: Range<Int>) {
    key = character.lowercased()
    self.bytes = bytes
    isSpace = character.isWhitespace
    let first = character.unicodeScalars.first?.value ?? 0
    joinsWord = CharacterClass.isWordPart(first) && !UnspacedScripts.contain(first)
  }
}
