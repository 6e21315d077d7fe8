/// Byte pair encoding of UTF-8 (Sennrich et al. 2016, Radford et al. 2019): a word's bytes are merged in the order that
/// was learned, so that no text is unknown.
public struct BytePairEncoding: Tokenizer {
  public let style: Style
  let vocabulary: BytePairVocabulary
  private let merger: PairMerger
  private let frame: TokenFrame
  /// Tokens of the 256 bytes inside a word and at its end.
  private let inside: [Int32]
  private let last: [Int32]

  /// Tokens of CLIP's vocabulary, for which 48,894 of the merges in its file are used.
  public static let clipVocabularySize = 49_408
  /// What CLIP's own file of merges begins with.
  private static let clipHeader = Array("\"bpe_simple_vocab_16e6.txt#version".utf8)

  /// Reads a file of merges, packed by gzip or not, and, where ids are not as the merges imply, a `vocab.json`.
  ///
  /// CLIP's own file has more merges than CLIP uses; where its first line says that it is that file, the rest is left out. Throws
  /// `TokenizerError` where a file cannot be read, is damaged, or makes another number of tokens than `vocabularySize`.
  public init(merges path: String, style: Style, numbers: String? = nil, vocabularySize: Int? = nil) throws {
    try self.init(
      merges: VocabularyFile(path: path), style: style, numbers: numbers.map { try VocabularyFile(path: $0) },
      vocabularySize: vocabularySize)
  }

  /// Reads a file of tiktoken's: base64 and rank. The special token comes after all ranks.
  ///
  /// Throws `TokenizerError` where the file cannot be read, is damaged, or makes another number of tokens than
  /// `vocabularySize`.
  public init(ranks path: String, begin: Bool = false, end: Bool = true, vocabularySize: Int? = nil) throws {
    try self.init(
      ranks: VocabularyFile(path: path), style: .gpt2(begin: begin, end: end), vocabularySize: vocabularySize)
  }

  init(merges: VocabularyFile, style: Style, numbers: VocabularyFile? = nil, vocabularySize: Int? = nil) throws {
    var reader = MergesReader(file: merges, style: style)
    guard let numbers else {
      let isCLIPs = style.isCLIPs && merges.bytes.starts(with: Self.clipHeader)
      let size = vocabularySize ?? (isCLIPs ? Self.clipVocabularySize : nil)
      self.init(try reader.read(vocabularySize: size), style: style)
      return
    }
    let vocabulary = try VocabularyNumbers(file: numbers).renumbered(reader.read(vocabularySize: nil))
    if let vocabularySize, vocabulary.tokens.count != vocabularySize {
      throw numbers.failure(
        "the file has \(vocabulary.tokens.count) tokens where \(vocabularySize) were expected; is it the right one?")
    }
    self.init(vocabulary, style: style)
  }

  init(ranks: VocabularyFile, style: Style, vocabularySize: Int? = nil) throws {
    self.init(try RanksReader(file: ranks).read(style: style, vocabularySize: vocabularySize), style: style)
  }

  init(_ vocabulary: BytePairVocabulary, style: Style) {
    self.vocabulary = vocabulary
    self.style = style
    merger = PairMerger(vocabulary)
    frame = style.frame(vocabulary.specials)
    var inside = [Int32](repeating: 0, count: 256)
    var last = inside
    for (id, token) in vocabulary.tokens.enumerated() where token.bytes.count == 1 && token.name == nil {
      if token.endsWord { last[Int(token.bytes[0])] = Int32(id) } else { inside[Int(token.bytes[0])] = Int32(id) }
    }
    self.inside = inside
    self.last = style.endsWords ? last : inside
  }

  public var vocabularySize: Int { vocabulary.tokens.count }

  /// CLIP fills with zeros, which its tower does not look at.
  public var paddingID: Int32? { style.isCLIPs ? 0 : nil }

  public var contract: TokenizerContract {
    TokenizerContract(
      style.kind, options: style.described, size: vocabularySize, bytes: vocabulary.canonicalBytes)
  }

  /// Writes a file of merges from which the same tokenizer is read, replacing the file at once.
  ///
  /// Throws `TokenizerError` where the file cannot be written or the tokenizer came from ranks or from a `vocab.json`
  /// of its own.
  public func writeMerges(to path: String) throws {
    guard let text = vocabulary.mergesText else {
      throw TokenizerError(
        "\(path): a file of merges would not say how these tokens are numbered; copy the files they were read from")
    }
    try VocabularyFile.write(text, to: path)
  }

  public func encode(_ text: String, limit: Int) -> TokenizedText {
    var ids: [Int32] = []
    PairWords.each(in: text, style) { word in
      let start = ids.count
      for byte in word { ids.append(inside[Int(byte)]) }
      if let byte = word.last { ids[ids.count - 1] = last[Int(byte)] }
      merger.merge(&ids, from: start)
    }
    return frame.framed(ids, unknown: 0, limit: limit)
  }

  public func text(of id: Int32) -> String {
    guard vocabulary.tokens.indices.contains(Int(id)) else { return missing(id) }
    let token = vocabulary.tokens[Int(id)]
    return token.name ?? ByteText.shown(token.bytes) + (token.endsWord ? "</w>" : "")
  }
}
