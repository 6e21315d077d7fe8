import Autograd
import Tensors

/// Multi-head attention pooling: one learned probe attends to the tokens of a sequence; a residual MLP follows (Zhai et
/// al. 2022).
struct MAPHead {
  let heads: Int
  let probe: Variable
  let query: Linear
  let keyValue: Linear
  let out: Linear
  let mlp: MLP

  init(_ store: ParameterStore, _ name: String, _ configuration: EncoderConfiguration) throws {
    let width = configuration.width
    heads = configuration.heads
    probe = try store.add("\(name)/probe", shape: [1, width], .xavierUniform())
    query = try Linear(store, "\(name)/attention/query", inputs: width, outputs: width, kernel: .xavierUniform())
    keyValue = try Linear(
      store, "\(name)/attention/keyValue", inputs: width, outputs: 2 * width, kernel: .xavierUniform(parts: 2))
    out = try Linear(store, "\(name)/attention/out", inputs: width, outputs: width, kernel: .xavierUniform())
    // Its own norm stands in front whatever the blocks do.
    var behind = configuration
    behind.norms = .before
    let norm = try LayerNorm(store, "\(name)/norm", width: width, epsilon: configuration.epsilon)
    mlp = try MLP(store, "\(name)/mlp", norm: norm, behind)
  }

  /// - Parameter states: `[tokens, width]` activations.
  /// - Returns: float32 `[sequences, width]`.
  func callAsFunction(_ states: Variable, offsets: Tensor, on tape: Tape) throws -> Variable {
    let pooled = try tape.probeAttention(
      query: query(probe, on: tape, out: .float32), keyValue: keyValue(states, on: tape), offsets: offsets,
      heads: heads)
    return try mlp(out(pooled, on: tape, out: .float32), on: tape)
  }
}
