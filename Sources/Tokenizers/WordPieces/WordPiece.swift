/// BERT's tokenizer (Wu et al. 2016, Devlin et al. 2019): words, then greedily the longest pieces of a vocabulary, `##`
/// before those that go on with a word. A caption stands between `[CLS]` and `[SEP]`; a word that no pieces make is
/// `[UNK]`.
///
/// Chinese-CLIP and Wukong read BERT's Chinese vocabulary this way, with limits of 52 and 32 tokens.
public struct WordPiece: Tokenizer {
  public private(set) var options: Options
  /// Every token by its id.
  public let tokens: [String]
  private let trie: PieceTrie
  private let frame: TokenFrame
  private let unknown: Int32
  private let padding: Int32

  static let specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]

  /// Reads a `vocab.txt`, a token a line, its id the line's number from 0.
  ///
  /// Throws `TokenizerError` where the file cannot be read, is not UTF-8, has an empty line or a token twice, lacks one
  /// of `[PAD]`, `[UNK]`, `[CLS]` and `[SEP]`, or has another number of tokens than `vocabularySize`.
  public init(vocabulary path: String, options: Options = Options(), vocabularySize: Int? = nil) throws {
    try self.init(file: VocabularyFile(path: path), options: options, vocabularySize: vocabularySize)
  }

  init(file: VocabularyFile, options: Options, vocabularySize: Int? = nil) throws {
    var tokens: [String] = []
    try file.eachLine { line, number in
      guard let token = String(validating: line, as: UTF8.self) else {
        throw file.failure("the line is not UTF-8; the file should be a vocab.txt with one token a line", line: number)
      }
      guard !token.isEmpty else { throw file.failure("the line is empty where a token was expected", line: number) }
      tokens.append(token)
    }
    if let vocabularySize, tokens.count != vocabularySize {
      throw file.failure(
        "the file has \(tokens.count) tokens where \(vocabularySize) were expected; is it the right one?")
    }
    try self.init(tokens: tokens, options: options, file: file)
  }

  private init(tokens: [String], options: Options, file: VocabularyFile) throws {
    var ids: [[UInt8]: Int32] = [:]
    let pieces = tokens.map { Array($0.utf8) }
    for (id, piece) in pieces.enumerated() {
      if let first = ids.updateValue(Int32(id), forKey: piece) {
        throw file.failure("the token \"\(tokens[id])\" already stands in line \(first + 1)", line: id + 1)
      }
    }
    func special(_ name: String) throws -> Int32 {
      guard let id = ids[Array(name.utf8)] else {
        throw file.failure("the vocabulary lacks \(name); it needs \(Self.specials.joined(separator: ", "))")
      }
      return id
    }
    padding = try special("[PAD]")
    unknown = try special("[UNK]")
    frame = TokenFrame(begin: try special("[CLS]"), end: try special("[SEP]"))
    guard options.longestWord > 0 else {
      throw TokenizerError("The longest word has \(options.longestWord) code points; it must be 1 at least.")
    }
    self.tokens = tokens
    self.options = options
    trie = PieceTrie(pieces)
  }

  /// The same vocabulary with other options; a longest word below 1 is taken as 1.
  public func with(_ options: Options) -> WordPiece {
    var changed = self
    changed.options = options
    changed.options.longestWord = max(1, options.longestWord)
    return changed
  }

  public var vocabularySize: Int { tokens.count }
  public var paddingID: Int32? { padding }

  public var contract: TokenizerContract {
    TokenizerContract(.wordPiece, options: options.described, size: tokens.count, bytes: vocabularyText)
  }

  /// The vocabulary as a `vocab.txt`.
  public var vocabularyText: [UInt8] {
    tokens.reduce(into: []) { text, token in
      text += token.utf8
      text.append(0x0A)
    }
  }

  /// Writes a `vocab.txt`, replacing the file at once.
  public func writeVocabulary(to path: String) throws {
    try VocabularyFile.write(vocabularyText, to: path)
  }

  public func encode(_ text: String, limit: Int) -> TokenizedText {
    var ids: [Int32] = []
    var unknowns = 0
    BertWords(options: options).each(in: text) { word, count in
      let start = ids.count
      if count > options.longestWord || !append(word, to: &ids) {
        ids.removeLast(ids.count - start)
        ids.append(unknown)
        unknowns += 1
      }
    }
    return frame.framed(ids, unknown: unknowns, limit: limit)
  }

  /// False where some place of the word begins no piece.
  private func append(_ word: [UInt8], to ids: inout [Int32]) -> Bool {
    var place = 0
    while place < word.count {
      let root = place == 0 ? PieceTrie.start : trie.continuation
      guard let (token, end) = trie.longest(in: word, from: place, root: root) else { return false }
      ids.append(token)
      place = end
    }
    return true
  }

  public func text(of id: Int32) -> String {
    tokens.indices.contains(Int(id)) ? tokens[Int(id)] : missing(id)
  }
}
