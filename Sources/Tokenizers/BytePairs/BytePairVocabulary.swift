/// Tokens and merges of a byte pair encoding, while they are read or learned.
struct BytePairVocabulary: Sendable {
  /// A token's bytes, and whether a word ends with it.
  struct Token: Hashable, Sendable {
    var bytes: [UInt8]
    var endsWord = false
    /// A special token's name.
    var name: String?

    /// As files of merges spell it.
    var spelled: [UInt8] {
      if let name { return Array(name.utf8) }
      return ByteAlphabet.spelled(bytes) + (endsWord ? Array("</w>".utf8) : [])
    }
  }

  var tokens: [Token] = []
  var merges: [(left: Int32, right: Int32, result: Int32)] = []
  /// The special tokens in the order of the style.
  var specials: [Int32] = []
  var origin = Origin.merges

  /// Where ids and the order of merges come from.
  enum Origin { case merges, numbers, ranks }

  /// The tokens that every vocabulary begins with: bytes, and for CLIP bytes at a word's end.
  init(bytesFor style: BytePairEncoding.Style) {
    tokens = ByteAlphabet.order.map { Token(bytes: [$0]) }
    if style.endsWords { tokens += ByteAlphabet.order.map { Token(bytes: [$0], endsWord: true) } }
  }

  init() {}

  mutating func appendSpecials(for style: BytePairEncoding.Style) {
    for name in style.specials {
      specials.append(Int32(tokens.count))
      tokens.append(Token(bytes: Array(name.utf8), name: name))
    }
  }

  /// The form whose hash a contract keeps.
  var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    for token in tokens {
      bytes += token.spelled
      bytes.append(0x0A)
    }
    for merge in merges {
      for number in [merge.left, merge.right, merge.result] {
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: number >> Int32(shift))) }
      }
    }
    return bytes
  }

  /// A file of merges, or `nil` where it would not say everything.
  var mergesText: [UInt8]? {
    guard origin == .merges else { return nil }
    var text = Array("#version: 0.2\n".utf8)
    for merge in merges {
      text += tokens[Int(merge.left)].spelled + [0x20] + tokens[Int(merge.right)].spelled + [0x0A]
    }
    return text
  }
}
