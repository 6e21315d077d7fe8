import TestSupport
import Testing

@testable import Tokenizers

@Suite struct CharacterMapTests {
  /// The table of normal forms inside a model.
  static func map(of model: [UInt8]) throws -> ArraySlice<UInt8> {
    func bytes(_ number: UInt64, in message: ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
      let fields = try #require(ProtobufFields(message).all())
      let field = try #require(fields.first { $0.number == number })
      guard case .bytes(let bytes) = field.value else { throw TokenizerError("no bytes") }
      return bytes
    }
    return try bytes(2, in: bytes(3, in: model[...]))
  }

  @Test("The library's own table is sound, and one that leads out of itself is not")
  func damage() throws {
    let captions = try RecordedTokens.captionTexts().filter { $0.utf8.allSatisfy { $0 < 0x80 } }
    let training = SentencePieceTraining(
      kind: .bytePairs, vocabularySize: 200, characterCoverage: 0.98, byteFallback: false)
    let map = Array(try Self.map(of: training.train(on: captions).modelBytes))
    func isSound(_ change: (inout [UInt8]) -> Void) -> Bool {
      var changed = map
      change(&changed)
      return CharacterMap(changed[...]).isSound
    }
    #expect(isSound { _ in })
    // The root's children far beyond the array.
    #expect(!isSound { $0.replaceSubrange(4..<8, with: [0, 0, 0, 0x7F]) })
    #expect(!isSound { $0.removeLast() })
    #expect(!isSound { $0.replaceSubrange(0..<4, with: [0xFF, 0xFF, 0xFF, 0xFF]) })
    #expect(!isSound { $0[$0.count - 2] = 0xFF })
    #expect(!isSound { $0.removeAll() })
  }
}
