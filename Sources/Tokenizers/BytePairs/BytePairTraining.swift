/// Learns a byte pair vocabulary from captions. Equal captions, in any order, give equal vocabularies.
public struct BytePairTraining: Sendable {
  public var style: BytePairEncoding.Style
  /// Tokens, bytes and special ones included. Fewer are learned where no more pairs occur often enough.
  public var vocabularySize: Int
  /// Pairs that occur less often are not merged.
  public var minimumCount: Int

  public init(style: BytePairEncoding.Style, vocabularySize: Int, minimumCount: Int = 2) {
    self.style = style
    self.vocabularySize = vocabularySize
    self.minimumCount = minimumCount
  }

  /// Throws `TokenizerError` where the vocabulary has no room for the bytes and special tokens.
  public func train(on captions: [String]) throws -> BytePairEncoding {
    let least = style.firstMerge + style.specials.count
    guard vocabularySize >= least, vocabularySize <= 1 << 24 else {
      throw TokenizerError(
        "A vocabulary of \(vocabularySize) tokens cannot be learned: \(least) are bytes and special ones, and more than "
          + "16,777,216 are not supported; choose a size between.")
    }
    let counts = WordCounts(captions) { caption, body in
      PairWords.each(in: caption, style) { body($0[...]) }
    }
    var learning = PairLearning(symbols: symbols, joined: +)
    for word in counts.words { learning.add(symbols(of: word.bytes), count: word.count) }
    learning.learn(upTo: vocabularySize - style.specials.count, minimum: minimumCount)
    return BytePairEncoding(vocabulary(learning), style: style)
  }

  /// Stands behind the last byte of a word; no text has this byte.
  private static let wordEnd: UInt8 = 0xFF

  private var symbols: [[UInt8]] {
    let bytes = ByteAlphabet.order.map { [$0] }
    return style.endsWords ? bytes + bytes.map { $0 + [Self.wordEnd] } : bytes
  }

  private func symbols(of word: [UInt8]) -> [Int32] {
    var symbols = word.map { Int32(Self.places[Int($0)]) }
    if style.endsWords, let last = symbols.popLast() { symbols.append(last + 256) }
    return symbols
  }

  private static let places: [Int] = {
    var places = [Int](repeating: 0, count: 256)
    for (place, byte) in ByteAlphabet.order.enumerated() { places[Int(byte)] = place }
    return places
  }()

  private func vocabulary(_ learning: PairLearning) -> BytePairVocabulary {
    var vocabulary = BytePairVocabulary(bytesFor: style)
    for spelling in learning.spellings.dropFirst(style.firstMerge) {
      let endsWord = style.endsWords && spelling.last == Self.wordEnd
      vocabulary.tokens.append(.init(bytes: endsWord ? spelling.dropLast() : spelling, endsWord: endsWord))
    }
    vocabulary.merges = learning.merges.map { ($0.left, $0.right, $0.result) }
    vocabulary.appendSpecials(for: style)
    return vocabulary
  }
}
