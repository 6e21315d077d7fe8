import Autograd
import Tensors

/// A vision transformer over packed sequences of patches: photos of any size and pages of any length in one batch.
public struct VisionTransformer {
  public let configuration: TowerConfiguration
  let stem: PatchEmbedding
  let encoder: Encoder

  /// - Parameters:
  ///   - name: prefix of the parameters' names.
  ///   - section: of the recipe that describes it, for the sentence where the configuration is none.
  public init(_ store: ParameterStore, name: String, configuration: TowerConfiguration, section: String = "model")
    throws
  {
    try configuration.validate(section: section)
    self.configuration = configuration
    stem = try PatchEmbedding(store, name, configuration)
    encoder = try Encoder(store, name: name, configuration.encoder)
  }

  /// What the blocks make of a batch.
  public func encode(_ batch: PatchInput, on tape: Tape) throws -> TransformerOutput {
    let (stream, offsets) = try stem(batch, on: tape)
    return try TransformerOutput(encoder, stream, offsets: offsets, on: tape)
  }

  /// Token states after the last block and its norm.
  ///
  /// - Returns: `[tokens, width]` activations.
  public func states(_ batch: PatchInput, on tape: Tape) throws -> Variable {
    try encode(batch, on: tape).states(on: tape)
  }

  /// One embedding a sequence, not normalized.
  ///
  /// - Returns: float32 `[sequences, embedding]`.
  public func callAsFunction(_ batch: PatchInput, on tape: Tape) throws -> Variable {
    try encode(batch, on: tape).projection(on: tape)
  }
}
