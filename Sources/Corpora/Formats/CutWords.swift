/// Chinese or Japanese captions of which a program cut the words apart, as Flickr30k-CN's are distributed, with or without
/// the kind of each word behind it:
///
///     36979.jpg#enc2zhb#0 两 个 年轻 男子
///     36979.jpg#enc2zhm2#0 两:m 个:q 年轻:a 男子:n
///
/// A file is such a one as a whole or not at all: a space that somebody wrote stays.
enum CutWords {
  /// Characters of writing without spaces that a word of such a file has at most on average. Words of Chinese have less than
  /// two; what people set apart are sentences and their parts.
  private static let meanWord = 2.5
  /// Captions with fewer of them tell nothing.
  private static let leastCharacters = 6

  /// Whether a file's captions were cut.
  static func isCut(_ captions: some Sequence<String>) -> Bool {
    var (characters, count) = (0, 0)
    for caption in captions {
      let lengths = words(of: caption).map { word in word.unicodeScalars.count { isIdeographOrKana($0.value) } }
      let length = lengths.reduce(0, +)
      guard length >= leastCharacters else { continue }
      characters += length
      count += lengths.count { $0 > 0 }
    }
    return count > 0 && Double(characters) <= meanWord * Double(count)
  }

  /// The sentence that was cut: kinds of words are taken off where every word bears one, and spaces stand where letters
  /// would run together.
  static func joined(_ caption: String) -> String {
    let words = words(of: caption)
    let tagged = words.allSatisfy { tag(of: $0) != nil }
    return words.reduce(into: "") { sentence, word in
      let word = tagged ? word[..<(tag(of: word) ?? word.endIndex)] : word
      if let last = sentence.last, let first = word.first, isSpaced(last), isSpaced(first) { sentence += " " }
      sentence += word
    }
  }

  private static func words(of caption: String) -> [Substring] {
    caption.unicodeScalars.split { $0.properties.isWhitespace }.map { Substring($0) }
  }

  /// Where the colon of a word's kind, such as `年轻:a`, stands.
  private static func tag(of word: Substring) -> Substring.Index? {
    guard let colon = word.lastIndex(of: ":"), colon != word.startIndex else { return nil }
    let tag = word[word.index(after: colon)...]
    return !tag.isEmpty && tag.allSatisfy { $0.isASCII && $0.isLetter } ? colon : nil
  }

  /// Whether a character belongs to writing that sets spaces between words.
  private static func isSpaced(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    return (character.isLetter || character.isNumber) && !isIdeographOrKana(scalar.value)
  }

  private static func isIdeographOrKana(_ value: UInt32) -> Bool {
    switch value {
    case 0x2E80...0x312F, 0x31A0...0xA4CF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
    default: false
    }
  }
}
