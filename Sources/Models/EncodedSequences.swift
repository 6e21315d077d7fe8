import Autograd
import Tensors

/// What a tower makes of packed sequences: embeddings, states of tokens, or both, computed once they are asked for.
public protocol EncodedSequences {
  /// Unit rows, float32 `[sequences, embedding]`.
  func embedding(on tape: Tape) throws -> Variable
  /// What the last layer gets of every sequence, float32 `[sequences, width]`.
  func pooled(on tape: Tape) throws -> Variable
  /// States after the last norm, activations `[tokens, width]`. A class token is the first of its sequence.
  func states(on tape: Tape) throws -> Variable
}

/// The sequences of a transformer, after its blocks.
public final class TransformerOutput: EncodedSequences {
  private let encoder: Encoder
  private let stream: Variable
  /// int32 `[sequences + 1]`: where the states of each sequence begin.
  public let offsets: Tensor
  /// After the last norm, once they were needed.
  private var knownStates: Variable?
  /// One row a sequence, once it was needed.
  private var knownPool: Variable?

  init(_ encoder: Encoder, _ stream: Variable, offsets: Tensor, on tape: Tape) throws {
    self.encoder = encoder
    self.stream = try encoder.blocks(stream, offsets: offsets, on: tape)
    self.offsets = offsets
  }

  public func embedding(on tape: Tape) throws -> Variable { try tape.l2Normalize(projection(on: tape)) }

  /// The embeddings before they are brought to unit length, float32 `[sequences, embedding]`.
  public func projection(on tape: Tape) throws -> Variable {
    try encoder.head(pool(on: tape), on: tape, out: .float32)
  }

  public func pooled(on tape: Tape) throws -> Variable { try tape.convert(pool(on: tape), to: .float32) }

  private func pool(on tape: Tape) throws -> Variable {
    if let knownPool { return knownPool }
    let pool = try encoder.pool(self, on: tape)
    knownPool = pool
    return pool
  }

  public func states(on tape: Tape) throws -> Variable {
    if let knownStates { return knownStates }
    let states = try encoder.states(stream, on: tape)
    knownStates = states
    return states
  }

  /// The stream as the last block left it.
  var unnormalized: Variable { stream }
}
