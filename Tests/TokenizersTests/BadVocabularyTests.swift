import FoundationEssentials
import TestSupport
import Testing

@testable import Tokenizers

/// Files that are no vocabulary, or not the right one: a sentence that says where and what.
@Suite struct BadVocabularyTests {
  enum Reader: Sendable { case wordPiece, clip, gpt2, ranks, sentencePiece }

  struct Case: Sendable, CustomTestStringConvertible {
    var reader: Reader
    var text: String
    var size: Int?
    var sentence: String

    init(_ reader: Reader, _ text: String, size: Int? = nil, says sentence: String) {
      self.reader = reader
      self.text = text
      self.size = size
      self.sentence = sentence
    }

    var testDescription: String { sentence }
  }

  static let specials = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n"
  static let cases: [Case] = [
    Case(.wordPiece, "", says: "file: the vocabulary is empty"),
    Case(.wordPiece, "[PAD]\n[CLS]\n[SEP]\na\n", says: "file: the vocabulary lacks [UNK]"),
    Case(.wordPiece, specials + "a\nb\na\n", says: "file:7: the token \"a\" already stands in line 5"),
    Case(.wordPiece, specials + "a\n\nb\n", says: "file:6: the line is empty"),
    Case(.wordPiece, specials + "a\n", size: 6, says: "file: the file has 5 tokens where 6 were expected"),
    Case(.clip, "#version: 0.2\na b\nc\n", says: "file:3: the line should hold two tokens"),
    Case(.clip, "a b\nab cd</w>\n", says: "file:2: the token \"cd</w>\" is neither a byte's letter nor made by"),
    Case(.clip, "a b</w>\nab</w> c\n", says: "file:2: the first token ends a word"),
    Case(.clip, "a b\nc d\na b\n", says: "file:3: the same two tokens are merged in an earlier line"),
    Case(.clip, "a b\n", size: 516, says: "file: the merges make 515 tokens where 516 were expected"),
    Case(.gpt2, "a b\n", size: 100, says: "file: a vocabulary of 100 tokens has no room for the bytes"),
    Case(.gpt2, specials, says: "file:1: the line should hold two tokens"),
    Case(.ranks, "IQ== 0\nIg== 2\n", says: "file:2: the rank is 2 where 1 was expected"),
    Case(.ranks, "IQ== 0\nIQ== 1\n", says: "file:2: the token already stands in an earlier line"),
    Case(.ranks, "IQ== 0\n", says: "file: the byte 0 is not among the tokens"),
    Case(.ranks, "I?== 0\n", says: "file:1: the line should hold a token in base64"),
    Case(.sentencePiece, specials, says: "file: the file is not a SentencePiece model"),
  ]

  static func read(_ reader: Reader, _ bytes: [UInt8], size: Int?) throws -> any Tokenizer {
    let file = try VocabularyFile(path: "file", bytes: bytes)
    return switch reader {
    case .wordPiece: try WordPiece(file: file, options: .init(), vocabularySize: size)
    case .clip: try BytePairEncoding(merges: file, style: .clip, vocabularySize: size)
    case .gpt2: try BytePairEncoding(merges: file, style: .gpt2(), vocabularySize: size)
    case .ranks: try BytePairEncoding(ranks: file, style: .gpt2(), vocabularySize: size)
    case .sentencePiece: try SentencePiece(file: file, vocabularySize: size)
    }
  }

  @Test("A bad vocabulary is refused with a sentence", arguments: cases)
  func refused(bad: Case) throws {
    let error = #expect(throws: TokenizerError.self) {
      _ = try Self.read(bad.reader, Array(bad.text.utf8), size: bad.size)
    }
    #expect(error?.description.hasPrefix(bad.sentence) == true, "\(error?.description ?? "nothing")")
  }

  @Test("A SentencePiece model is refused where it has another size or lacks a token that is asked for")
  func models() throws {
    let path = Fixture.path("bpe.model")
    let size = #expect(throws: TokenizerError.self) { try SentencePiece(model: path, vocabularySize: 32_000) }
    #expect(size?.description.contains("the model has 2600 pieces where 32000 were expected") == true)
    let begin = #expect(throws: TokenizerError.self) { try SentencePiece(model: path, options: .init(begin: true)) }
    #expect(begin?.description.contains("has no begin token") == true)
  }

  @Test(
    "A vocab.json is refused where it does not belong to its merges",
    arguments: [
      ("[]", "an object of tokens and their ids should stand here, not a list"),
      ("{\"a\": 0, \"b\": 7}", "the id of \"b\" should be a number from 0 to 1"),
      ("{\"a\": 0, \"b\": 0}", "the id 0 of \"b\" belongs to another token too"),
      ("{\"a\": 0}", "the file lacks the token \"!\", which the merges need"),
      ("{\"a\": 0", "vocab.json:1:8: "),
    ])
  func numbers(text: String, sentence: String) throws {
    let merges = try VocabularyFile(path: "merges.txt", bytes: Array("a b\n".utf8))
    let file = try VocabularyFile(path: "vocab.json", bytes: Array(text.utf8))
    let error = #expect(throws: TokenizerError.self) {
      try BytePairEncoding(merges: merges, style: .gpt2(), numbers: file)
    }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "nothing")")
  }

  @Test("A file that is not there is named")
  func absent() {
    let error = #expect(throws: TokenizerError.self) { try WordPiece(vocabulary: "/nowhere/vocab.txt") }
    #expect(error?.description.hasPrefix("/nowhere/vocab.txt: the vocabulary cannot be read") == true)
  }
}
