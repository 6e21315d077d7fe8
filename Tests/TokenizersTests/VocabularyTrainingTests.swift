import FoundationEssentials
import TestSupport
import Testing

@testable import Tokenizers

@Suite struct VocabularyTrainingTests {
  static func captions() throws -> [String] { Array(try RecordedTokens.captionTexts().prefix(200)) }

  @Test(
    "A learned WordPiece vocabulary has the size, knows its captions, and is the same in any order and from its file")
  func wordPiece() throws {
    let captions = try Self.captions()
    let training = WordPieceTraining(vocabularySize: 3_000, alphabetLimit: 3_000)
    let tokenizer = try training.train(on: captions)
    #expect(tokenizer.vocabularySize == 3_000)
    #expect(tokenizer.tokens.prefix(5) == ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    #expect(captions.allSatisfy { tokenizer.encode($0, limit: 1_000).unknown == 0 })
    #expect(try training.train(on: captions.reversed()).contract == tokenizer.contract)
    let folder = try TemporaryFolder()
    try tokenizer.writeVocabulary(to: folder.file("vocab.txt"))
    #expect(try WordPiece(vocabulary: folder.file("vocab.txt")).contract == tokenizer.contract)
  }

  @Test("Characters beyond the alphabet's limit are unknown")
  func alphabet() throws {
    let training = WordPieceTraining(vocabularySize: 100, alphabetLimit: 2)
    let tokenizer = try training.train(on: ["aab aab aba", "aab c"])
    let tokens = tokenizer.encode("aab c", limit: 10)
    #expect(tokens.unknown == 1 && tokenizer.texts(of: "aab c", limit: 10) == ["[CLS]", "aab", "[UNK]", "[SEP]"])
  }

  @Test(
    "Learned byte pairs have the size and are the same in any order and from their file",
    arguments: [BytePairEncoding.Style.clip, .gpt2(), .gpt2(begin: true, end: false)])
  func bytePairs(style: BytePairEncoding.Style) throws {
    let captions = try Self.captions()
    let training = BytePairTraining(style: style, vocabularySize: 900)
    let tokenizer = try training.train(on: captions)
    #expect(tokenizer.vocabularySize == 900)
    #expect(try training.train(on: captions.reversed()).contract == tokenizer.contract)
    let folder = try TemporaryFolder()
    try tokenizer.writeMerges(to: folder.file("merges.txt"))
    let read = try BytePairEncoding(merges: folder.file("merges.txt"), style: style, vocabularySize: 900)
    #expect(read.contract == tokenizer.contract)
    let bytes = captions.reduce(0) { $0 + $1.utf8.count }
    let tokens = captions.reduce(0) { $0 + read.encode($1, limit: .max).ids.count }
    // Learned merges shorten captions to less than two thirds of their bytes.
    #expect(tokens * 3 < bytes * 2)
  }

  @Test("Merges are those of a count by hand, the lower ids first among equals")
  func merges() throws {
    let tokenizer = try BytePairTraining(style: .gpt2(), vocabularySize: 260).train(on: ["aaab", "cab cab", "xy xy"])
    let shown = (256..<260).map { tokenizer.text(of: $0) }
    // "ab" stands three times; then "c"+"ab" and "x"+"y" twice each, and "c" comes before "x".
    #expect(shown == ["ab", "cab", "xy", "<|endoftext|>"])
  }

  @Test(
    "A learned SentencePiece model has the size and is the same in any order and from its file",
    arguments: [SentencePieceTraining.Kind.unigram, .bytePairs])
  func sentencePiece(kind: SentencePieceTraining.Kind) throws {
    let captions = try Self.captions()
    let training = SentencePieceTraining(
      kind: kind, vocabularySize: 1_500, characterCoverage: 0.98, normalization: .none,
      captionLimit: 190)
    let tokenizer = try training.train(on: captions)
    #expect(tokenizer.vocabularySize == 1_500 && tokenizer.paddingID == 0)
    #expect(tokenizer.texts(of: "", limit: 3) == ["</s>"])
    // Characters that are no pieces become bytes.
    #expect(captions.allSatisfy { tokenizer.encode($0, limit: 1_000).unknown == 0 })
    #expect(try training.train(on: captions.reversed()).contract == tokenizer.contract)
    let folder = try TemporaryFolder()
    try tokenizer.writeModel(to: folder.file("a.model"))
    #expect(try SentencePiece(model: folder.file("a.model")).contract == tokenizer.contract)
  }

  @Test("What cannot be learned is refused with a sentence")
  func refused() throws {
    let attempts: [(String, () throws -> any Tokenizer)] = [
      ("No word stands", { try WordPieceTraining(vocabularySize: 100).train(on: ["", "  "]) }),
      ("A WordPiece vocabulary of 3", { try WordPieceTraining(vocabularySize: 3).train(on: ["a"]) }),
      ("A vocabulary of 300", { try BytePairTraining(style: .clip, vocabularySize: 300).train(on: ["a"]) }),
      ("No letter stands", { try SentencePieceTraining(vocabularySize: 400).train(on: [" ", "\0"]) }),
      (
        "The library cannot learn 262",
        { try SentencePieceTraining(kind: .bytePairs, vocabularySize: 262).train(on: ["abcdefghijklmn"]) }
      ),
      (
        "The character coverage is 0.5",
        { try SentencePieceTraining(vocabularySize: 400, characterCoverage: 0.5).train(on: ["a"]) }
      ),
    ]
    for (sentence, attempt) in attempts {
      let error = #expect(throws: TokenizerError.self) { _ = try attempt() }
      #expect(error?.description.hasPrefix(sentence) == true, "\(error?.description ?? sentence)")
    }
  }

  @Test("Few captions give a smaller SentencePiece model", arguments: [SentencePieceTraining.Kind.unigram, .bytePairs])
  func fewPieces(kind: SentencePieceTraining.Kind) throws {
    let tokenizer = try SentencePieceTraining(kind: kind, vocabularySize: 9_000).train(on: ["a b", "c", "ab ab"])
    #expect((260..<300).contains(tokenizer.vocabularySize), "\(tokenizer.vocabularySize)")
    #expect(tokenizer.encode("ab c 好", limit: 100).unknown == 0)
  }

  /// The library ends the program where one of its own checks fails, so every kind of poor material is tried.
  static let poor: [[String]] = [
    ["a"], ["\u{200B}"], ["\u{1}"], ["\u{2581}"], ["\t"], ["a\tb"], ["\u{FFFD}"], ["\u{2585}"], ["\u{2047}"], ["好"],
    ["a", "a", "a"], ["a\nb"],
    [String(repeating: "a", count: 70_000)], [String(repeating: "ab ", count: 30_000)], ["\u{301}"],
    ["<s>", "</s> <unk> <0x41>"], ["\u{FDFA}"],
    [String(repeating: "\u{FDFA}", count: 5_000)], ["\u{10FFFF}\u{E000}"], ["a \u{0} b", "c d"],
  ]

  @Test("Poor captions give a tokenizer or a sentence", arguments: poor.indices)
  func survives(index: Int) throws {
    let captions = Self.poor[index]
    let trainings: [() throws -> any Tokenizer] =
      [SentencePieceTraining.Kind.unigram, .bytePairs].map { kind in
        let training = SentencePieceTraining(kind: kind, vocabularySize: 262)
        return { try training.train(on: captions) }
      } + [
        { try WordPieceTraining(vocabularySize: 20).train(on: captions) },
        { try BytePairTraining(style: .clip, vocabularySize: 520).train(on: captions) },
      ]
    for training in trainings {
      do {
        let tokenizer = try training()
        #expect(tokenizer.encode("a 好", limit: 9).ids.allSatisfy { $0 < tokenizer.vocabularySize })
      } catch { #expect(error is TokenizerError) }
    }
  }
}
