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

    /// Whether capitals become small and ASCII punctuation goes away first, as in transformers' tokenizer of SigLIP.
    public var isCanonical: Bool

    public init(begin: Bool = false, end: Bool = true, isCanonical: Bool = false) {
      self.begin = begin
      self.end = end
      self.isCanonical = isCanonical
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

  public var contract: TokenizerContract {
    TokenizerContract(
      .sentencePiece,
      // Contracts that were written before there was this option have none.
      options: [.init("begin", options.begin ? 1 : 0), .init("end", options.end ? 1 : 0)]
        + (options.isCanonical ? [.init("canonical", 1)] : []),
      size: vocabularySize, bytes: modelBytes)
  }

  /// Writes the `.model` file, replacing it at once.
  public func writeModel(to path: String) throws {
    try VocabularyFile.write(modelBytes, to: path)
  }

  public func encode(_ text: String, limit: Int) -> TokenizedText {
    let ids = model.ids(of: options.isCanonical ? CanonicalText.of(text) : text)
    let unknown = model.facts.unknown
    return frame.framed(ids, unknown: ids.count { $0 == unknown }, limit: limit)
  }

  public func text(of id: Int32) -> String { model.piece(id) ?? missing(id) }
}
