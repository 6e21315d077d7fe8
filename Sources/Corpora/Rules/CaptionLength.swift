import Tokenizers

/// How long captions may be: in words where a script has spaces, in characters where it has none; see `CaptionUnits`.
///
/// A caption of both is measured by shares: two of three words and three of five characters are more than enough, as one and a quarter
/// of the least that is asked for.
struct CaptionLength: Sendable, Equatable {
  /// ALIGN's 3 to 20 unigrams.
  static let usualWords = UnitBounds.between(least: 3, most: 20)
  /// This project's own choice, not ALIGN's, which knows no such captions: 1.6 characters for a word, so 5 to 32.
  static let usualCharacters = UnitBounds.between(least: 5, most: 32)

  var words = Self.usualWords
  var characters = Self.usualCharacters

  enum Verdict { case fits, tooShort, tooLong }

  func judge(words: Int, characters: Int) -> Verdict {
    if isTooShort(words, characters) { return .tooShort }
    return isTooLong(words, characters) ? .tooLong : .fits
  }

  func judge(_ units: CaptionUnits) -> Verdict { judge(words: units.words, characters: units.characters) }

  /// Whether words and characters together are less than the least; where one kind is not judged, any of it is enough.
  private func isTooShort(_ words: Int, _ characters: Int) -> Bool {
    switch (self.words.least, self.characters.least) {
    case (nil, nil): false
    case (nil, let least?): words == 0 && (1..<least).contains(characters)
    case (let least?, nil): characters == 0 && (1..<least).contains(words)
    case (let leastWords?, let leastCharacters?):
      words * leastCharacters + characters * leastWords < leastWords * leastCharacters
    }
  }

  private func isTooLong(_ words: Int, _ characters: Int) -> Bool {
    switch (self.words.most, self.characters.most) {
    case (nil, nil): false
    case (nil, let most?): characters > most
    case (let most?, nil): words > most
    case (let mostWords?, let mostCharacters?):
      words * mostCharacters + characters * mostWords > mostWords * mostCharacters
    }
  }
}
