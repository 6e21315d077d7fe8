import FoundationEssentials
import JSON
import TestSupport
import Testing

@testable import Tokenizers

/// Damaged vocabularies give a tokenizer that gives ids of its own, or a sentence; never a crash. `make damage` runs the
/// same for longer.
@Suite struct VocabularyFuzzTests {
  /// Seconds that each reader goes on for, beyond the cases of a normal run.
  static let seconds = (Double(ProcessInfo.processInfo.environment["CLIPPO_FUZZ_SECONDS"] ?? "") ?? 0) / 20

  static let texts = ["a caption, it's 12 好 é", "ab\u{301} ﷺ ｶﾞ \u{0} \u{FFFD}", String(repeating: "xyz ", count: 20)]

  static func repeating(_ count: Int, seed: UInt64, _ body: (inout Mutations) throws -> Void) rethrows {
    let end = ContinuousClock.now + .seconds(seconds)
    var chance = Mutations(seed: seed)
    var done = 0
    repeat {
      try body(&chance)
      done += 1
    } while done < count || ContinuousClock.now < end
  }

  /// Reads the bytes; true where that gave a tokenizer.
  static func survives(_ read: () throws -> any Tokenizer) -> Bool {
    do {
      let tokenizer = try read()
      for text in texts {
        let tokens = tokenizer.encode(text, limit: 40)
        #expect(tokens.ids.count <= 40 && tokens.ids.allSatisfy { (0..<tokenizer.vocabularySize).contains(Int($0)) })
        _ = tokens.ids.map { tokenizer.text(of: $0) }
      }
      return true
    } catch {
      #expect((error as? TokenizerError)?.description.hasPrefix("file") == true, "\(error)")
      return false
    }
  }

  static let small: [(reader: BadVocabularyTests.Reader, text: String)] = [
    (.wordPiece, BadVocabularyTests.specials + "a\n##b\n好\né\n,\n##12\r\nx\n##yz\n"),
    (.clip, "#version: 0.2\na b</w>\nx y\nxy z</w>\nå ¥\nå¥ ½</w>\n"),
    (.gpt2, "Ġ a\nx y\nĠ xy\nĠxy z\nå ¥\n"),
  ]

  @Test("Text files of tokens and merges")
  func text() {
    var good = 0
    Self.repeating(400, seed: 1) { chance in
      let (reader, text) = Self.small[chance.below(Self.small.count)]
      let bytes = chance.mutated(Array(text.utf8))
      if Self.survives({ try BadVocabularyTests.read(reader, bytes, size: nil) }) { good += 1 }
    }
    #expect(good > 20)
  }

  @Test("Ranks in base64, packed files and numbers in JSON")
  func packed() throws {
    let ranks = (0..<256).map { "\(Data([UInt8($0)]).base64EncodedString()) \($0)\n" }.joined() + "YWI= 256\nYWJj 257\n"
    let zipped = BytePairFileTests.gzip(Array(Self.small[2].text.utf8))
    let merges = try VocabularyFile(path: "file.merges", bytes: Array("Ġ a\n".utf8))
    let tokens = try BytePairEncoding(merges: merges, style: .gpt2()).vocabulary.tokens
    let numbers = tokens.enumerated().map { JSONMember(String(decoding: $1.spelled, as: UTF8.self), .integer($0)) }
    let json = Array(JSONValue.object(numbers).compactText.utf8)
    Self.repeating(60, seed: 2) { chance in
      let damagedRanks = chance.mutated(Array(ranks.utf8))
      _ = Self.survives { try BadVocabularyTests.read(.ranks, damagedRanks, size: nil) }
      let damagedZip = chance.mutated(zipped)
      _ = Self.survives { try BadVocabularyTests.read(.gpt2, damagedZip, size: nil) }
      let damagedJSON = chance.mutated(json)
      _ = Self.survives {
        try BytePairEncoding(merges: merges, style: .gpt2(), numbers: VocabularyFile(path: "file", bytes: damagedJSON))
      }
    }
  }

  @Test("SentencePiece models, with and without a table of normal forms")
  func models() throws {
    let captions = try RecordedTokens.captionTexts().filter { $0.utf8.allSatisfy { $0 < 0x80 } }
    let normalizing = try SentencePieceTraining(
      kind: .bytePairs, vocabularySize: 400, characterCoverage: 0.98, byteFallback: false
    ).train(on: captions).modelBytes
    let plain = try SentencePieceTraining(
      kind: .unigram, vocabularySize: 400, characterCoverage: 0.98, byteFallback: false, normalization: .none
    ).train(on: captions).modelBytes
    let map = try CharacterMapTests.map(of: normalizing)
    var good = 0
    Self.repeating(60, seed: 3) { chance in
      var bytes = chance.mutated(chance.below(4) == 0 ? normalizing : plain)
      if chance.below(3) == 0 {
        // The first units of the table of normal forms, which every text walks through.
        bytes = normalizing
        for _ in 0...chance.below(4) { bytes[map.startIndex + chance.below(1_100)] = UInt8(chance.below(256)) }
      }
      if Self.survives({ try BadVocabularyTests.read(.sentencePiece, bytes, size: nil) }) { good += 1 }
    }
    #expect(good > 5)
  }

  @Test("Learning from random captions gives a tokenizer or a sentence")
  func learning() {
    let texts = Self.texts + ["", "\u{200B}\u{FEFF}", "▁ ▁▁", "\u{3164}\u{115F}", "１２ Ⅷ", "<unk>\t<0x41>"]
    Self.repeating(10, seed: 4) { chance in
      let captions = (0...chance.below(8)).map { _ in
        let text = Array(texts[chance.below(texts.count)].utf8)
        return String(decoding: chance.below(3) == 0 ? text : chance.mutated(text), as: UTF8.self)
      }
      let hasBytes = chance.below(2) == 0
      let training = SentencePieceTraining(
        kind: chance.below(2) == 0 ? .unigram : .bytePairs,
        vocabularySize: (hasBytes ? 260 : 4) + chance.below(40), byteFallback: hasBytes,
        normalization: SentencePieceTraining.Normalization.allCases[chance.below(3)],
        captionLimit: chance.below(4) == 0 ? chance.below(4) : 100)
      do { _ = try training.train(on: captions) } catch { #expect(error is TokenizerError) }
    }
  }
}
