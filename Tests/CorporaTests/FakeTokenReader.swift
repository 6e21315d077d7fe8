import TextRendering

@testable import Corpora

/// A token for each code point, between 1 and 2, four at most.
final class FakeTokenReader: CaptionReading {
  func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption {
    let tokens = text.unicodeScalars.map { Int32(3 + $0.value % 40) }
    var truncation = TextTruncation()
    truncation.truncatedTokens = max(0, tokens.count - 4)
    return ReadCaption(sequence: .tokens([1] + tokens.prefix(4) + [2]), truncation: truncation)
  }
}
