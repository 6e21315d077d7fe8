import FoundationEssentials
import JSON
import TestSupport
import Testing

@testable import Tokenizers

@Suite struct BytePairFileTests {
  static let text = "A caption's words, 12 of them  — 好, ภาษา and 👩‍👧!"

  @Test("A file of tiktoken's with the same tokens gives the same ids")
  func ranks() throws {
    let merged = try BytePairEncoding(merges: Fixture.path("gpt2.merges.txt"), style: .gpt2())
    var file: [UInt8] = []
    for (id, token) in merged.vocabulary.tokens.dropLast().enumerated() {
      file += Data(token.bytes).base64EncodedString().utf8 + Array(" \(id)\n".utf8)
    }
    let ranked = try BytePairEncoding(ranks: VocabularyFile(path: "a.tiktoken", bytes: file), style: .gpt2())
    #expect(ranked.vocabularySize == merged.vocabularySize)
    let texts = try RecordedTokens.nastyTexts() + RecordedTokens.captionTexts().prefix(300)
    for text in texts { #expect(ranked.encode(text, limit: 5_000) == merged.encode(text, limit: 5_000)) }
  }

  @Test("A vocab.json gives tokens its own numbers")
  func numbers() throws {
    let merges = try VocabularyFile(path: Fixture.path("clip.merges.txt"))
    let implied = try BytePairEncoding(merges: merges, style: .clip)
    let last = Int32(implied.vocabularySize) - 1
    let members = implied.vocabulary.tokens.enumerated().map { id, token in
      JSONMember(String(decoding: token.spelled, as: UTF8.self), .integer(Int(last) - id))
    }
    let file = try VocabularyFile(path: "vocab.json", bytes: Array(JSONValue.object(members).prettyText.utf8))
    let numbered = try BytePairEncoding(merges: merges, style: .clip, numbers: file)
    let ids = numbered.encode(Self.text, limit: 100).ids
    #expect(ids == implied.encode(Self.text, limit: 100).ids.map { last - $0 })
    #expect(ids.map { numbered.text(of: $0) } == implied.texts(of: Self.text, limit: 100))
    #expect(throws: TokenizerError.self) { try numbered.writeMerges(to: "/nowhere/merges.txt") }
  }

  @Test("A file packed by gzip is read like a plain one")
  func packed() throws {
    let plain = try VocabularyFile(path: Fixture.path("clip.merges.txt"))
    let packed = try VocabularyFile(path: "clip.gz", bytes: Self.gzip(plain.bytes))
    #expect(packed.bytes == plain.bytes)
    #expect(throws: TokenizerError.self) {
      try VocabularyFile(path: "clip.gz", bytes: Array(Self.gzip(plain.bytes).dropLast(9)))
    }
  }

  /// Gzip of one stored block (RFC 1952, RFC 1951).
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320 }
    }
    func little(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    let size = UInt32(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(size, 2) + little(~size, 2) + bytes + little(~crc, 4)
      + little(size, 4)
  }

  @Test("Of a longer file only the merges of the vocabulary's size are read")
  func prefix() throws {
    let file = try VocabularyFile(path: Fixture.path("clip.merges.txt"))
    let small = try BytePairEncoding(merges: file, style: .clip, vocabularySize: 600)
    #expect(small.vocabularySize == 600 && small.text(of: 599) == "<|endoftext|>")
  }

  @Test("Words longer than a screen are merged as short ones are")
  func longWords() throws {
    let tokenizer = try BytePairEncoding(merges: Fixture.path("gpt2.merges.txt"), style: .gpt2(end: false))
    let unit = "abracadabra"
    let word = String(repeating: unit, count: 200)
    let bytes = tokenizer.encode(word, limit: .max).ids.flatMap { tokenizer.vocabulary.tokens[Int($0)].bytes }
    #expect(bytes == Array(word.utf8))
    let start = ContinuousClock.now
    let long = tokenizer.encode(String(repeating: "a", count: 200_000), limit: .max)
    #expect(!long.ids.isEmpty)
    // Not a measurement: quadratic time would take hours.
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test("Tokens are shown with what their bytes mean")
  func shown() throws {
    let clip = try BytePairEncoding(merges: Fixture.path("clip.merges.txt"), style: .clip)
    #expect(clip.texts(of: "a 好", limit: 9).first == "<|startoftext|>")
    #expect(clip.texts(of: "a", limit: 9)[1] == "a</w>")
    let gpt2 = try BytePairEncoding(merges: Fixture.path("gpt2.merges.txt"), style: .gpt2())
    #expect(gpt2.texts(of: "a b\u{1}", limit: 9) == ["a", "▁b", "<0x01>", "<|endoftext|>"])
    #expect(gpt2.text(of: 99_999) == "<no token 99999>")
  }
}
