import Autograd
import Tensors

/// A pre-norm block: attention, then an MLP, each added to the residual stream (Dosovitskiy et al. 2021).
struct TransformerBlock {
  let heads: Int
  let attentionNorm: LayerNorm
  let queryKeyValue: Linear
  let attentionOut: Linear
  let mlp: MLP

  init(_ store: ParameterStore, _ name: String, _ configuration: TowerConfiguration) throws {
    let width = configuration.width
    heads = configuration.heads
    attentionNorm = try LayerNorm(store, "\(name)/attentionNorm", width: width)
    queryKeyValue = try Linear(
      store, "\(name)/attention/qkv", inputs: width, outputs: 3 * width, kernel: .xavierUniform(parts: 3))
    attentionOut = try Linear(
      store, "\(name)/attention/out", inputs: width, outputs: width, kernel: .xavierUniform())
    let mlpNorm = try LayerNorm(store, "\(name)/mlpNorm", width: width)
    mlp = try MLP(store, "\(name)/mlp", norm: mlpNorm, width: width, hidden: configuration.mlp)
  }

  /// - Parameter stream: float32 `[tokens, width]`.
  func callAsFunction(_ stream: Variable, offsets: Tensor, on tape: Tape) throws -> Variable {
    try tape.checkpoint(stream) { stream, tape in
      let qkv = try queryKeyValue(attentionNorm, of: stream, on: tape)
      let attended = try tape.packedAttention(qkv, offsets: offsets, heads: heads)
      return try mlp(attentionOut.add(attended, to: stream, on: tape), on: tape)
    }
  }
}
