import Autograd
import Tensors

/// A vision transformer over packed sequences of patches: photos of any size and pages of any length in one batch.
public struct VisionTransformer {
  public let configuration: TowerConfiguration
  let stem: PatchEmbedding
  let encoder: Encoder

  /// - Parameter name: prefix of the parameters' names.
  public init(_ store: ParameterStore, name: String, configuration: TowerConfiguration) throws {
    try configuration.validate()
    self.configuration = configuration
    stem = try PatchEmbedding(store, name, configuration)
    encoder = try Encoder(store, name: name, configuration.encoder)
  }

  /// Token states after the last block and its norm.
  ///
  /// - Returns: `[tokens, width]` activations.
  public func states(_ batch: PatchInput, on tape: Tape) throws -> Variable {
    let (stream, offsets) = try stem(batch, on: tape)
    return try encoder.states(encoder.blocks(stream, offsets: offsets, on: tape), on: tape)
  }

  /// What the last layer gets of every sequence: `pre_logits` in big_vision.
  ///
  /// - Returns: float32 `[sequences, width]`.
  public func pooled(_ batch: PatchInput, on tape: Tape) throws -> Variable {
    let (stream, offsets) = try stem(batch, on: tape)
    return try tape.convert(encoder.pooled(stream, offsets: offsets, on: tape), to: .float32)
  }

  /// One embedding a sequence, not normalized.
  ///
  /// - Returns: float32 `[sequences, embedding]`.
  public func callAsFunction(_ batch: PatchInput, on tape: Tape) throws -> Variable {
    let (stream, offsets) = try stem(batch, on: tape)
    return try encoder(stream, offsets: offsets, on: tape)
  }
}
