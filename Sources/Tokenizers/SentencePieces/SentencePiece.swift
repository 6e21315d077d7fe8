/// SentencePiece (Kudo and Richardson 2018) through its C++ library: unigram and byte pair models, with their own
/// normal form.
public struct SentencePiece: Tokenizer {
  /// The bytes of the `.model` file.
  public let modelBytes: [UInt8]
  public let options: Options
  private let model: SentencePieceModel
  private let frame: TokenFrame

  /// What stands around a caption.
  public struct Options: Sendable, Equatable {
    /// The begin token, where the model has one.
    public var begin: Bool
    /// The end token; it stays when a caption is cut off, as with big_vision's `eos: "sticky"`.
    public var end: Bool

    /// What the caption goes through before the model's own normal form.
    public var cleaning: TextCleaning

    public init(begin: Bool = false, end: Bool = true, cleaning: TextCleaning = .none) {
      self.begin = begin
      self.end = end
      self.cleaning = cleaning
    }
  }

  /// Reads a `.model` file.
  ///
  /// Throws `TokenizerError` where the file cannot be read, is no model, lacks a token that the options ask for, or has
  /// another number of pieces than `vocabularySize`.
  public init(model path: String, options: Options = Options(), vocabularySize: Int? = nil) throws {
    try self.init(file: VocabularyFile(path: path), options: options, vocabularySize: vocabularySize)
  }

  init(file: VocabularyFile, options: Options = Options(), vocabularySize: Int? = nil) throws {
    try SentencePieceFile(file: file).check()
    model = try SentencePieceModel(file: file)
    modelBytes = file.bytes
    self.options = options
    func special(_ name: String, _ isWanted: Bool, _ id: Int32) throws -> Int32? {
      guard isWanted else { return nil }
      guard id >= 0 else {
        throw file.failure("the model has no \(name) token, which the options ask for; it was trained without one")
      }
      return id
    }
    frame = TokenFrame(
      begin: try special("begin", options.begin, model.facts.begin),
      end: try special("end", options.end, model.facts.end))
    if let vocabularySize, Int(model.facts.pieces) != vocabularySize {
      throw file.failure(
        "the model has \(model.facts.pieces) pieces where \(vocabularySize) were expected; is it the right one?")
    }
  }

  public var vocabularySize: Int { Int(model.facts.pieces) }
  public var paddingID: Int32? { model.facts.padding >= 0 ? model.facts.padding : nil }

  /// The token at the end of a caption, as the model spells it; nil where it has none.
  public var endPiece: String? { model.facts.end >= 0 ? model.piece(model.facts.end) : nil }

  /// The token that fills rows up, likewise.
  public var paddingPiece: String? { paddingID.flatMap(model.piece) }

  /// Whether the special tokens are those of Gemma's vocabulary, which SigLIP 2 reads with: `<pad>` 0, `<eos>` 1, `<bos>` 2.
  public var hasGemmaSpecials: Bool {
    (0..<3).map { model.piece($0) } == ["<pad>", "<eos>", "<bos>"] && model.facts.padding == 0 && model.facts.end == 1
  }

  public var contract: TokenizerContract {
    TokenizerContract(
      .sentencePiece,
      options: [.init("begin", options.begin ? 1 : 0), .init("end", options.end ? 1 : 0)]
        + options.cleaning.described,
      size: vocabularySize, bytes: modelBytes)
  }

  /// Writes the `.model` file, replacing it at once.
  public func writeModel(to path: String) throws {
    try VocabularyFile.write(modelBytes, to: path)
  }

  public func encode(_ text: String, limit: Int) -> TokenizedText {
    let ids = model.ids(of: options.cleaning.cleaned(text))
    let unknown = model.facts.unknown
    return frame.framed(ids, unknown: ids.count { $0 == unknown }, limit: limit)
  }

  public func text(of id: Int32) -> String { model.piece(id) ?? missing(id) }
}
