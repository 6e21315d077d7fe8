/// Learns a WordPiece vocabulary from captions, by merging the most frequent neighbors as the `tokenizers` package's
/// trainer does. Equal captions, in any order, give equal vocabularies.
public struct WordPieceTraining: Sendable {
  public var options: WordPiece.Options
  /// Tokens, special ones included. Fewer are learned where no more pairs occur often enough.
  public var vocabularySize: Int
  /// Pairs that occur less often are not merged.
  public var minimumCount: Int
  /// Characters that become tokens, the most frequent first; words with others are unknown. `nil`: as many as fill a
  /// half of the vocabulary.
  public var alphabetLimit: Int?

  public init(
    vocabularySize: Int, options: WordPiece.Options = .init(), minimumCount: Int = 2, alphabetLimit: Int? = nil
  ) {
    self.vocabularySize = vocabularySize
    self.options = options
    self.minimumCount = minimumCount
    self.alphabetLimit = alphabetLimit
  }

  private static let specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
  /// Stands before what goes on with a word while it is learned; no text has this byte.
  private static let goesOn: UInt8 = 0xFF

  /// Throws `TokenizerError` where the captions hold no word or the vocabulary has no room for an alphabet.
  public func train(on captions: [String]) throws -> WordPiece {
    guard (Self.specials.count + 2...1 << 24).contains(vocabularySize) else {
      throw TokenizerError(
        "A WordPiece vocabulary of \(vocabularySize) tokens cannot be learned; choose between "
          + "\(Self.specials.count + 2) and 16,777,216."
      )
    }
    let words = BertWords(options: options)
    let counts = WordCounts(captions) { caption, body in
      words.each(in: caption) { word, count in
        if count <= options.longestWord { body(word[...]) }
      }
    }
    let symbols = alphabet(counts)
    guard !symbols.isEmpty else {
      throw TokenizerError("No word stands in the \(captions.count) captions that a vocabulary should be learned from.")
    }
    var learning = PairLearning(symbols: symbols) { $0 + ($1.first == Self.goesOn ? $1.dropFirst() : $1[...]) }
    for word in counts.words {
      if let symbols = Self.symbols(of: word.bytes, learning) { learning.add(symbols, count: word.count) }
    }
    learning.learn(upTo: vocabularySize - Self.specials.count, minimum: minimumCount)
    return try tokenizer(learning.spellings)
  }

  private func tokenizer(_ spellings: [[UInt8]]) throws -> WordPiece {
    let tokens =
      Self.specials.map { Array($0.utf8) }
      + spellings.map { $0.first == Self.goesOn ? Array("##".utf8) + $0.dropFirst() : $0 }
    let text = tokens.reduce(into: [UInt8]()) { $0 += $1 + [0x0A] }
    return try WordPiece(file: VocabularyFile(path: "the learned vocabulary", bytes: text), options: options)
  }

  /// The most frequent characters, each as it begins a word and, unless it stands alone always, as it goes on with one.
  private func alphabet(_ counts: WordCounts) -> [[UInt8]] {
    var characters: [Unicode.Scalar: Int] = [:]
    for word in counts.words {
      for scalar in String(decoding: word.bytes, as: UTF8.self).unicodeScalars {
        characters[scalar, default: 0] += word.count
      }
    }
    let ranked = characters.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    var room = max(2, (vocabularySize - Self.specials.count) / (alphabetLimit == nil ? 2 : 1))
    var kept: [Unicode.Scalar] = []
    for (scalar, _) in ranked.prefix(alphabetLimit ?? .max) {
      room -= Self.forms(scalar)
      guard room >= 0 else { break }
      kept.append(scalar)
    }
    kept.sort()
    let bytes = kept.map { Array(String($0).utf8) }
    return bytes + zip(kept, bytes).filter { Self.forms($0.0) == 2 }.map { [Self.goesOn] + $0.1 }
  }

  private static func forms(_ scalar: Unicode.Scalar) -> Int {
    CharacterClass.isIdeograph(scalar.value) || CharacterClass.isPunctuation(scalar.value) ? 1 : 2
  }

  /// `nil` where a character is not in the alphabet.
  private static func symbols(of word: [UInt8], _ learning: PairLearning) -> [Int32]? {
    var symbols: [Int32] = []
    for scalar in String(decoding: word, as: UTF8.self).unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      guard let id = learning.id(of: symbols.isEmpty ? bytes : [Self.goesOn] + bytes) else { return nil }
      symbols.append(id)
    }
    return symbols
  }
}
