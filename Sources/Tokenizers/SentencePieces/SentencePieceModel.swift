import CSentencePiece

/// A model that the library has loaded; it does not change, and threads share it.
final class SentencePieceModel: @unchecked Sendable {
  private let handle: OpaquePointer
  let facts: clippo_sentencepiece_facts

  /// The file must have passed `SentencePieceFile.check`: the library trusts some of what it reads.
  init(file: VocabularyFile) throws {
    var loaded: OpaquePointer?
    let refusal = ShimMessage.sentence { message in
      loaded = file.bytes.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.flatMap { clippo_sentencepiece_create($0, bytes.count, message) }
      }
      return loaded != nil
    }
    guard let loaded else {
      throw file.failure("the file is not a SentencePiece model that the library takes: \(refusal ?? "it is empty")")
    }
    handle = loaded
    facts = clippo_sentencepiece_describe(loaded)
  }

  deinit { clippo_sentencepiece_destroy(handle) }

  /// No ids where the library fails, for want of memory.
  func ids(of text: String) -> [Int32] {
    var text = text
    return text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress else { return [] }
        var capacity = characters.count + 8
        while true {
          var needed = 0
          let ids = [Int32](unsafeUninitializedCapacity: capacity) { buffer, count in
            guard let out = buffer.baseAddress else { return }
            needed = clippo_sentencepiece_encode(handle, start, characters.count, out, capacity)
            count = min(max(0, needed), capacity)
          }
          // Normal forms can be longer than the text.
          if needed <= capacity { return ids }
          capacity = needed
        }
      }
    }
  }

  func piece(_ id: Int32) -> String? {
    var count = 0
    guard let start = clippo_sentencepiece_piece(handle, id, &count) else { return nil }
    return start.withMemoryRebound(to: UInt8.self, capacity: count) {
      String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
    }
  }
}

/// The room for a sentence that the library's shim writes when it fails.
enum ShimMessage {
  /// `nil` where the call succeeds.
  static func sentence(_ call: (UnsafeMutablePointer<CChar>) -> Bool) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CLIPPO_SENTENCEPIECE_MESSAGE)) { message in
      message.initialize(repeating: 0)
      guard let base = message.baseAddress, !call(base) else { return nil }
      return String(cString: base)
    }
  }
}
