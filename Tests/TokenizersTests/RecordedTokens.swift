import FoundationEssentials
import JSON
import TestSupport
import Testing

@testable import Tokenizers

/// What a reference package gave for the captions of `bench/captions` and the table of nasty strings.
struct RecordedTokens {
  /// A digest a caption.
  let captions: [String]
  let samples: [[Int32]]
  let nasty: [[Int32]]
  /// Digests of the nasty strings' ids by limit.
  let cut: [Int: [String]]

  static let limits = [8, 16, 77]

  init(_ name: String) throws {
    let document = try JSONValue(parsing: VocabularyFile(path: Fixture.path("\(name).json")).bytes, source: name)
    func lists(_ value: JSONValue?) throws -> [[Int32]] {
      try #require(value?.arrayValue).map { try #require($0.arrayValue).compactMap { $0.intValue.map { Int32($0) } } }
    }
    captions = Self.digests(try #require(document["captions"]?.stringValue))
    samples = try lists(document["samples"])
    nasty = try lists(document["nasty"])
    cut = try Dictionary(
      uniqueKeysWithValues: Self.limits.map {
        ($0, Self.digests(try #require(document["cut"]?["\($0)"]?.stringValue)))
      })
  }

  private static func digests(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: 8).map { String(decoding: bytes[$0..<$0 + 8], as: UTF8.self) }
  }

  /// FNV-1a of 64 bits over whole ids, its upper half.
  static func digest(_ ids: [Int32]) -> String {
    let hash = ids.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let digits = String(hash >> 32, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  static func captionTexts() throws -> [String] {
    let file = try VocabularyFile(path: Fixture.path("../../../bench/captions/captions.tsv"))
    var texts: [String] = []
    file.eachLine { line, _ in
      texts.append(String(decoding: line.drop { $0 != 0x09 }.dropFirst(), as: UTF8.self))
    }
    return texts
  }

  static func nastyTexts() throws -> [String] {
    let document = try JSONValue(parsing: VocabularyFile(path: Fixture.path("nasty.json")).bytes, source: "nasty")
    return try #require(document.arrayValue).compactMap(\.stringValue)
  }
}

/// The tokenizers whose ids were recorded.
enum RecordedCase: String, CaseIterable, Sendable {
  case uncased, cased, clip, gpt2, unigram, bpe, siglip, bytes

  func tokenizer() throws -> any Tokenizer {
    switch self {
    case .uncased: try WordPiece(vocabulary: Fixture.path("uncased.vocab.txt"), vocabularySize: 2_500)
    case .cased: try WordPiece(vocabulary: Fixture.path("cased.vocab.txt"), options: .cased)
    case .clip: try BytePairEncoding(merges: Fixture.path("clip.merges.txt"), style: .clip)
    case .gpt2: try BytePairEncoding(merges: Fixture.path("gpt2.merges.txt"), style: .gpt2())
    case .unigram, .bpe: try SentencePiece(model: Fixture.path("\(rawValue).model"))
    case .siglip:
      try SentencePiece(model: Fixture.path("unigram.model"), options: SentencePiece.Options(cleaning: .siglip))
    case .bytes: ByteTokenizer()
    }
  }
}
