import FoundationEssentials
import JSON
import Testing

@testable import Tokenizers

/// The published vocabularies of CLIP and Chinese BERT, which are not part of the project: `Fixtures/make_real.py` says
/// how to get them.
@Suite struct RealVocabularyTests {
  static let folder = ProcessInfo.processInfo.environment["CLIPPO_TOKENIZER_FILES"]

  static func document(_ name: String) throws -> JSONValue {
    let path = "\(try #require(folder))/\(name)"
    return try JSONValue(parsing: VocabularyFile(path: path).bytes, source: path)
  }

  /// Texts whose ids differ from a package's.
  static func differing(_ tokenizer: any Tokenizer, from name: String) throws -> (texts: Int, differing: [String]) {
    let texts = try #require(document("texts.json").arrayValue).compactMap(\.stringValue)
    let digests = Array(try #require(document("real.json")[name]?.stringValue).utf8)
    try #require(digests.count == texts.count * 8)
    return (
      texts.count,
      texts.enumerated().filter { index, text in
        !RecordedTokens.digest(tokenizer.encode(text, limit: .max).ids).utf8.elementsEqual(
          digests[index * 8..<index * 8 + 8])
      }.map(\.element)
    )
  }

  @Test(
    "CLIP's published vocabulary", .enabled(if: folder != nil, "CLIPPO_TOKENIZER_FILES names no folder"),
    arguments: ["tokenizers-clip", "transformers-clip", "open_clip"])
  func clip(package: String) throws {
    let tokenizer = try BytePairEncoding(
      merges: try #require(Self.folder) + "/bpe_simple_vocab_16e6.txt.gz",
      style: package == "open_clip" ? .openCLIP() : .clip, vocabularySize: BytePairEncoding.clipVocabularySize)
    try Self.check(tokenizer, package)
  }

  @Test(
    "Chinese BERT's published vocabulary", .enabled(if: folder != nil, "CLIPPO_TOKENIZER_FILES names no folder"),
    arguments: ["tokenizers-bert", "transformers-bert", "cn_clip"])
  func bert(package: String) throws {
    let isChineseCLIP = package == "cn_clip"
    let tokenizer = try WordPiece(
      vocabulary: try #require(Self.folder) + "/vocab.txt",
      options: .init(longestWord: isChineseCLIP ? 200 : 100, rules: isChineseCLIP ? .original : .tokenizers),
      vocabularySize: 21_128)
    try Self.check(tokenizer, package)
  }

  @Test(
    "SentencePiece's own normal forms", .enabled(if: folder != nil, "CLIPPO_TOKENIZER_FILES names no folder"),
    arguments: ["nmt_nfkc", "nmt_nfkc_cf"])
  func sentencePiece(rule: String) throws {
    let tokenizer = try SentencePiece(model: try #require(Self.folder) + "/\(rule).model")
    try Self.check(tokenizer, rule)
  }

  static func check(_ tokenizer: any Tokenizer, _ package: String) throws {
    let (texts, differing) = try Self.differing(tokenizer, from: package)
    print("\(package): \(texts - differing.count) of \(texts) texts have the same ids")
    #expect(differing.isEmpty, "\(differing.prefix(3))")
  }
}
