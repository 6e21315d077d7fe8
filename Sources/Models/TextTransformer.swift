import Autograd
import Tensors

/// A transformer over packed texts of tokens, each as long as it is: nothing is padded.
public struct TextTransformer {
  public let configuration: TextConfiguration
  let stem: TokenEmbedding
  let encoder: Encoder

  /// - Parameter name: prefix of the parameters' names.
  public init(_ store: ParameterStore, name: String, configuration: TextConfiguration) throws {
    try configuration.validate()
    self.configuration = configuration
    stem = try TokenEmbedding(store, name, configuration)
    encoder = try Encoder(store, name: name, configuration.encoder)
  }

  /// What the blocks make of texts.
  public func encode(_ texts: TokenInput, on tape: Tape) throws -> TransformerOutput {
    try TransformerOutput(encoder, stem(texts, on: tape), offsets: texts.offsets, on: tape)
  }

  /// One embedding a text, not normalized.
  ///
  /// - Returns: float32 `[sequences, embedding]`.
  public func callAsFunction(_ texts: TokenInput, on tape: Tape) throws -> Variable {
    try encode(texts, on: tape).projection(on: tape)
  }
}
