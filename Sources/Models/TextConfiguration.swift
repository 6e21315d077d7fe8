import Tensors

/// The shape of a transformer that reads tokens.
public struct TextConfiguration: Sendable, Hashable {
  public var encoder: EncoderConfiguration
  /// Tokens that there are.
  public var vocabulary: Int
  /// Tokens of a text at most: places of the position table.
  public var context: Int
  /// Kinds of tokens, of which all of ours are the first: 2 in BERT, which tells a first sentence from a second; 0 has none.
  public var tokenTypes = 0

  public init(encoder: EncoderConfiguration, vocabulary: Int, context: Int) {
    self.encoder = encoder
    self.vocabulary = vocabulary
    self.context = context
  }

  /// Throws a sentence where the numbers cannot make a tower.
  public func validate() throws {
    guard vocabulary > 0 else { throw TensorError("the vocabulary has \(vocabulary) tokens; it needs at least 1") }
    guard context > 0 else { throw TensorError("model.text.context is \(context); it must be at least 1") }
    try encoder.validate(section: "model.text")
  }
}
