import CSentencePiece

/// Learns a SentencePiece model from captions through the library: padding is 0, the end 1, unknown text 2, as with T5
/// and big_vision; there is no begin token.
///
/// Equal captions, in any order, give equal models with one version of the library: captions are sorted, it works on
/// one thread, and its seed is fixed.
public struct SentencePieceTraining: Sendable {
  public enum Kind: Sendable { case unigram, bytePairs }

  /// What the model does to text before it cuts it; the library's names. Its rules for translation, `nmt_nfkc`, are none of
  /// them: they turn a zero-width non-joiner into a space, at which Persian words would fall apart.
  public enum Normalization: String, Sendable, CaseIterable {
    case none = "identity"
    case nfkc = "nfkc"
    case foldedNFKC = "nfkc_cf"
  }

  public var kind: Kind
  /// Pieces at most, special ones included; few captions give fewer.
  public var vocabularySize: Int
  /// The share of the captions' characters that become pieces, 0.98…1; the rarest others are bytes or unknown.
  public var characterCoverage: Double
  /// Characters without a piece become their bytes, each of which is a piece; without it they are unknown.
  public var byteFallback: Bool
  public var normalization: Normalization
  /// Captions that are learned from at most, chosen evenly from the sorted ones.
  public var captionLimit: Int

  public init(
    kind: Kind = .unigram, vocabularySize: Int, characterCoverage: Double = 0.9995, byteFallback: Bool = true,
    normalization: Normalization = .nfkc, captionLimit: Int = 1_000_000
  ) {
    self.kind = kind
    self.vocabularySize = vocabularySize
    self.characterCoverage = characterCoverage
    self.byteFallback = byteFallback
    self.normalization = normalization
    self.captionLimit = captionLimit
  }

  /// Throws `TokenizerError` where the captions hold no text, or more characters than the vocabulary may have pieces.
  public func train(on captions: [String], options: SentencePiece.Options = .init()) throws -> SentencePiece {
    try check()
    let chosen = chosen(captions.map(options.cleaning.cleaned).map(Self.spaced))
    guard !chosen.isEmpty else {
      throw TokenizerError(
        "No letter stands in the \(captions.count) captions that a vocabulary should be learned from.")
    }
    var text: [UInt8] = []
    var offsets: [Int] = [0]
    for caption in chosen {
      text += caption.utf8
      offsets.append(text.count)
    }
    let model = try model(text, offsets)
    return try SentencePiece(file: VocabularyFile(path: "the learned model", bytes: model), options: options)
  }

  private func check() throws {
    let least = 4 + (byteFallback ? 256 : 0)
    guard (least...1 << 24).contains(vocabularySize) else {
      throw TokenizerError(
        "A SentencePiece vocabulary of \(vocabularySize) pieces cannot be learned; choose between \(least) and "
          + "16,777,216."
      )
    }
    guard (0.98...1).contains(characterCoverage) else {
      throw TokenizerError("The character coverage is \(characterCoverage); it must lie between 0.98 and 1.")
    }
  }

  /// The library leaves out longer sentences, and those with a zero byte, by itself, but ends the program where none is left.
  private static let longestCaption = 65_536

  /// Letters and digits that no normal form removes.
  private static func surelyStays(_ scalar: Unicode.Scalar) -> Bool {
    (CharacterClass.isLetter(scalar.value) || CharacterClass.isNumber(scalar.value))
      && !scalar.properties.isDefaultIgnorableCodePoint
  }

  /// The caption with a space for each tab and line end: no piece should hold one, and normal forms leave them.
  private static func spaced(_ caption: String) -> String {
    guard caption.utf8.contains(where: { (0x09...0x0D).contains($0) }) else { return caption }
    return String(decoding: caption.utf8.map { (0x09...0x0D).contains($0) ? 0x20 : $0 }, as: UTF8.self)
  }

  private func chosen(_ captions: [String]) -> [String] {
    let usable = captions.filter { caption in
      (1...Self.longestCaption).contains(caption.utf8.count) && !caption.utf8.contains(0)
        && caption.unicodeScalars.contains { !CharacterClass.isSpace($0.value) }
    }
    let sorted = usable.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let limit = max(0, captionLimit)
    let chosen = sorted.count > limit ? (0..<limit).map { sorted[$0 * sorted.count / limit] } : sorted
    // The library ends the program where normal forms leave no text at all.
    return chosen.contains { $0.unicodeScalars.contains(where: Self.surelyStays) } ? chosen : []
  }

  private func model(_ text: [UInt8], _ offsets: [Int]) throws -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    defer { clippo_sentencepiece_free(bytes) }
    let refusal = ShimMessage.sentence { message in
      normalization.rawValue.withCString { normalization in
        var training = clippo_sentencepiece_training(
          vocabulary_size: Int32(vocabularySize), is_bpe: kind == .bytePairs ? 1 : 0,
          character_coverage: characterCoverage, byte_fallback: byteFallback ? 1 : 0, normalization: normalization)
        return text.withUnsafeBytes { text in
          offsets.withUnsafeBufferPointer { offsets in
            guard let start = text.assumingMemoryBound(to: CChar.self).baseAddress, let places = offsets.baseAddress
            else {
              return false
            }
            return clippo_sentencepiece_train(&training, start, places, offsets.count - 1, &bytes, &count, message) != 0
          }
        }
      }
    }
    if let refusal {
      throw TokenizerError(
        "The library cannot learn \(vocabularySize) pieces from \(offsets.count - 1) captions; a smaller vocabulary or more "
          + "captions may help (\(refusal)).")
    }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }
}
