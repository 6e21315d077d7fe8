import Autograd
import Tensors

/// What patches and tokens have in common: blocks over packed sequences, pooling, and a last layer.
public struct Encoder {
  public let configuration: EncoderConfiguration
  let inputNorm: LayerNorm?
  let blocks: [TransformerBlock]
  let norm: LayerNorm?
  let map: MAPHead?
  let head: Linear

  /// - Parameter name: prefix of the parameters' names.
  init(_ store: ParameterStore, name: String, _ configuration: EncoderConfiguration) throws {
    let width = configuration.width
    self.configuration = configuration
    func norm(_ name: String) throws -> LayerNorm {
      try LayerNorm(store, name, width: width, epsilon: configuration.epsilon)
    }
    inputNorm = configuration.normsInput ? try norm("\(name)/inputNorm") : nil
    blocks = try (0..<configuration.depth).map {
      try TransformerBlock(store, "\(name)/block\($0)", configuration)
    }
    // Where blocks normalize what they give, the last one has done so.
    self.norm = configuration.norms == .before ? try norm("\(name)/norm") : nil
    map = configuration.pooling == .map ? try MAPHead(store, "\(name)/map", configuration) : nil
    head = try Linear(
      store, "\(name)/head", inputs: width, outputs: configuration.embedding, kernel: .lecunNormal,
      hasBias: configuration.hasHeadBias)
  }

  /// What the blocks make of a stream, not yet normalized at the end.
  ///
  /// - Parameters:
  ///   - stream: float32 `[tokens, width]`; no other operation may read it.
  ///   - offsets: int32 `[sequences + 1]`.
  /// - Returns: float32 `[tokens, width]`.
  func blocks(_ stream: Variable, offsets: Tensor, on tape: Tape) throws -> Variable {
    var stream = stream
    if let inputNorm { stream = try inputNorm(stream, on: tape, out: .float32) }
    for block in blocks { stream = try block(stream, offsets: offsets, on: tape) }
    return stream
  }

  /// One row a sequence, activations `[sequences, width]`.
  func pool(_ encoded: TransformerOutput, on tape: Tape) throws -> Variable {
    let offsets = encoded.offsets
    switch configuration.pooling {
    case .mean: return try tape.meanPool(encoded.states(on: tape), offsets: offsets)
    case .map:
      guard let map else { return encoded.unnormalized }
      return try map(encoded.states(on: tape), offsets: offsets, on: tape)
    case .first, .last:
      // One token is left of each sequence, and it alone needs the norm.
      let ends = try offsets.withIntegers { $0.map { Int32($0) } }
      let rows = configuration.pooling == .first ? Array(ends.dropLast()) : ends.dropFirst().map { $0 - 1 }
      let picked = try tape.pickRows(encoded.unnormalized, rows: tape.backend.tensor(rows, [rows.count]))
      return try norm.map { try $0(picked, on: tape) } ?? tape.convert(picked, to: tape.activation)
    }
  }

  /// Activations `[tokens, width]` after the last norm.
  func states(_ stream: Variable, on tape: Tape) throws -> Variable {
    try norm.map { try $0(stream, on: tape) } ?? tape.convert(stream, to: tape.activation)
  }
}
