import JSON
import TestSupport
import Testing

@testable import Tokenizers

/// Captions as open_clip, transformers, cn_clip and big_vision read them, recorded by `Fixtures/packages/record.py`.
@Suite("Texts as packages read them")
struct PackageTextTests {
  private static func file(_ name: String) -> String { Fixture.path("packages/\(name)") }

  private static func record() throws -> JSONValue {
    try JSONValue(parsing: VocabularyFile(path: file("packages.json")).bytes, source: "packages.json")
  }

  private static func texts(_ record: JSONValue) throws -> [String] {
    try #require(record["texts"]?.arrayValue).compactMap(\.stringValue)
  }

  private static func digests(_ value: JSONValue?) throws -> [String] {
    let bytes = Array(try #require(value?.stringValue).utf8)
    return stride(from: 0, to: bytes.count, by: 8).map { String(decoding: bytes[$0..<$0 + 8], as: UTF8.self) }
  }

  private static func ids(_ value: JSONValue?) throws -> [Int32] {
    try #require(value?.arrayValue).compactMap { $0.intValue.map { Int32($0) } }
  }

  @Test(
    "Cleaned text is that of the package, but where it guesses an encoding",
    arguments: ["openClip", "openClipWhitespace", "openClipCanonical"])
  func cleaned(name: String) throws {
    let record = try Self.record()
    let cleaning = try #require(TextCleaning(rawValue: name))
    let (texts, expected) = (try Self.texts(record), try Self.digests(record["cleaned"]?[name]))
    #expect(texts.count > 400 && expected.count == texts.count)
    for (text, expected) in zip(texts, expected) {
      let cleaned = cleaning.cleaned(text)
      #expect(
        RecordedTokens.digest(cleaned.utf8.map { Int32($0) }) == expected,
        "\(text.debugDescription): \(cleaned.debugDescription)")
    }
  }

  @Test("Text that a wrong decoding has spoiled stays as it is; the package guesses what it was")
  func spoiled() throws {
    for entry in try #require(Self.record()["spoiled"]?.arrayValue) {
      let text = try #require(entry["text"]?.stringValue)
      #expect(TextCleaning.openClip.cleaned(text) == entry["ours"]?.stringValue)
      #expect(entry["theirs"] != entry["ours"], "\(text) is a text that the package does not guess at")
    }
  }

  /// A recording's name and the tokenizer that must give its ids.
  private static func tokenizers() throws -> [(name: String, tokenizer: any Tokenizer)] {
    func clip(_ cleaning: TextCleaning) throws -> any Tokenizer {
      try BytePairEncoding(merges: Fixture.path("clip.merges.txt"), style: .openCLIP(cleaning))
    }
    func gemma(_ cleaning: TextCleaning) throws -> any Tokenizer {
      try SentencePiece(model: file("gemma.model"), options: SentencePiece.Options(cleaning: cleaning))
    }
    func chinese(_ cleaning: TextCleaning) throws -> any Tokenizer {
      try WordPiece(
        vocabulary: Fixture.path("uncased.vocab.txt"),
        options: WordPiece.Options(longestWord: 200, cleaning: cleaning, rules: .original))
    }
    return [
      ("open_clip lower", try clip(.openClip)), ("open_clip whitespace", try clip(.openClipWhitespace)),
      ("open_clip canonicalize", try clip(.openClipCanonical)), ("transformers siglip2", try gemma(.siglip2)),
      ("open_clip gemma", try gemma(.openClipCanonical)), ("big_vision gemma", try gemma(.bigVision)),
      ("cn_clip api", try chinese(.none)), ("cn_clip scripts", try chinese(.chineseClip)),
    ]
  }

  @Test("Ids are those of the package")
  func ids() throws {
    let record = try Self.record()
    let texts = try Self.texts(record)
    for (name, tokenizer) in try Self.tokenizers() {
      let expected = try Self.digests(record["ids"]?[name])
      try #require(expected.count == texts.count)
      for (text, expected) in zip(texts, expected) where expected.first != "-" {
        let ids = tokenizer.encode(text, limit: 10_000).ids
        #expect(
          RecordedTokens.digest(ids) == expected,
          "\(name), \(text.debugDescription): \(TokenizerParityTests.shown(ids, tokenizer))")
      }
    }
  }

  @Test("SigLIP 2's vocabulary is known by its special tokens, and texts end with <eos> and are cut before it")
  func gemma() throws {
    let record = try Self.record()
    let texts = try Self.texts(record)
    for (name, cleaning) in [("siglip2 filled", TextCleaning.siglip2), ("big_vision filled", .bigVision)] {
      let tokenizer = try SentencePiece(
        model: Self.file("gemma.model"), options: SentencePiece.Options(cleaning: cleaning))
      #expect(tokenizer.hasGemmaSpecials && tokenizer.paddingID == 0)
      for (text, row) in zip(texts, try #require(record[name]?.arrayValue)) {
        let ids = tokenizer.encode(text, limit: 16).ids
        let filled = ids + Array(repeating: 0, count: 16 - ids.count)
        #expect(try filled == Self.ids(row), "\(name), \(text)")
      }
    }
    #expect(try !SentencePiece(model: Fixture.path("unigram.model")).hasGemmaSpecials)
  }

  @Test("With CLIP's own merges `the cat’s “photo” &amp; ΟΔΟΣ` is 17 tokens, not 23")
  func whole() throws {
    let merges = Self.file("clip_part.merges.txt")
    let tokenizer = try BytePairEncoding(merges: merges, style: .openCLIP())
    for entry in try #require(Self.record()["whole"]?.arrayValue) {
      let text = try #require(entry["text"]?.stringValue)
      let pieces = try #require(entry["pieces"]?.arrayValue).compactMap(\.stringValue)
      let ids = tokenizer.encode(text, limit: 77).ids
      let found = ids.dropFirst().dropLast().map {
        String(decoding: tokenizer.vocabulary.tokens[Int($0)].spelled, as: UTF8.self)
      }
      #expect(found == pieces, "\(text)")
      #expect(try ids.count == Self.ids(entry["ids"]).count)
    }
    let text = "the cat’s “photo” &amp; ΟΔΟΣ"
    #expect(tokenizer.encode(text, limit: 77).ids.count == 17)
    #expect(try BytePairEncoding(merges: merges, style: .clip).encode(text, limit: 77).ids.count == 23)
  }

  @Test("A contract tells how captions are cleaned, and contracts of earlier versions are as they were")
  func contracts() throws {
    let contracts = try Self.tokenizers().map(\.tokenizer.contract)
    for (place, contract) in contracts.enumerated() {
      for other in contracts[..<place] { #expect(contract != other) }
    }
    let siglip = try RecordedCase.siglip.tokenizer().contract
    #expect(siglip.options == [.init("begin", 0), .init("end", 1), .init("canonical", 1)])
    #expect(try RecordedCase.clip.tokenizer().contract.options.isEmpty)
    #expect(
      try RecordedCase.uncased.tokenizer().contract.options.map(\.name) == ["lowercase", "stripAccents", "longestWord"])
  }

  @Test("Whatever stands in a caption, cleaning ends and can be repeated on what is clean already")
  func anyText() {
    let deep = "&" + String(repeating: "amp;", count: 20_000)
    for cleaning in TextCleaning.allCases {
      #expect(cleaning.cleaned(deep).utf8.count <= deep.utf8.count)
      #expect(cleaning.cleaned(String(repeating: "&", count: 50_000)).utf8.count <= 50_000)
    }
    var generator = SystemRandomNumberGenerator()
    let pieces = [
      "&", "#", "x", "amp", ";", "<", "\n", "\u{1B}[", "m", "ﬁ", "Σ", "\u{301}", "　", "\u{FEFF}", "’", "\u{85}", "ｶﾞ",
      "_", "1",
    ]
    for _ in 0..<2_000 {
      let text = (0..<12).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
      for cleaning in TextCleaning.allCases { _ = cleaning.cleaned(text) }
    }
  }
}
