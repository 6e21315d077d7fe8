/// Cuts captions into tokens of a vocabulary.
///
/// Tokenizers are immutable: the threads of a loader share one.
public protocol Tokenizer: Sendable {
  /// Ids are `0 ..< vocabularySize`; a token embedding has as many rows.
  var vocabularySize: Int { get }

  /// The id that fills a row up to a fixed length; `nil` where the vocabulary has none.
  var paddingID: Int32? { get }

  /// The tokens of a caption, with the special ones around them.
  ///
  /// What does not fit within `limit` is cut off from the end of the caption; the special tokens stay. A limit too
  /// small for them alone gives as many of them as fit. No caption is an error. Text that spells a special token, such
  /// as `[SEP]`, is text.
  func encode(_ text: String, limit: Int) -> TokenizedText

  /// How a token is shown to people; a sentence in angle brackets where the vocabulary has no such id.
  func text(of id: Int32) -> String

  /// What ids depend on; a model is bound to the contract that it was trained with.
  var contract: TokenizerContract { get }
}

extension Tokenizer {
  /// How a caption's tokens are shown to people, for inspection.
  public func texts(of text: String, limit: Int) -> [String] {
    encode(text, limit: limit).ids.map { self.text(of: $0) }
  }

  func missing(_ id: Int32) -> String { "<no token \(id)>" }
}
