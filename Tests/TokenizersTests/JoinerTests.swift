import Testing

@testable import Tokenizers

/// Zero-width joiners belong to words: a Persian word with a non-joiner is one word, and an Indic joiner chooses a letter's
/// form.
@Suite struct JoinerTests {
  static let words = ["می\u{200C}خواهم", "کتاب\u{200C}ها", "क्\u{200D}ष", "ശ്രീ\u{200D}", "න්\u{200D}ය"]

  @Test(
    "A learned SentencePiece vocabulary keeps joiners and tears no word apart at them",
    arguments: SentencePieceTraining.Normalization.allCases)
  func sentencePiece(normalization: SentencePieceTraining.Normalization) throws {
    let captions = Self.words.flatMap { word in (0..<20).map { "\(word) \(word) x\($0)" } }
    for kind in [SentencePieceTraining.Kind.unigram, .bytePairs] {
      let training = SentencePieceTraining(
        kind: kind, vocabularySize: 400, characterCoverage: 1, normalization: normalization)
      let tokenizer = try training.train(on: captions)
      for word in Self.words {
        let texts = tokenizer.texts(of: word, limit: 100).dropLast()
        #expect(texts.joined() == "\u{2581}" + word, "\(kind), \(normalization): \(texts)")
      }
    }
  }

  @Test("A tab or a line's end is no part of a learned piece, and a joiner is no unknown text")
  func spaces() throws {
    let captions = (0..<20).map { "ab\tcd\nef \($0)" } + (0..<20).map { "ab cd ef\r\n\($0)" }
    let tokenizer = try SentencePieceTraining(vocabularySize: 300).train(on: captions)
    let pieces = (0..<Int32(tokenizer.vocabularySize)).map { tokenizer.text(of: $0) }
    #expect(!pieces.contains { piece in piece.unicodeScalars.contains { (9...13).contains($0.value) } })
    #expect(tokenizer.encode("ab\u{200C}cd", limit: 100).unknown == 0)
  }
}
