import Autograd
import Tensors

/// Attention, then an MLP, each added to the residual stream, with norms in front of them (Dosovitskiy et al. 2021) or
/// behind (Vaswani et al. 2017).
struct TransformerBlock {
  let configuration: EncoderConfiguration
  let attentionNorm: LayerNorm
  let queryKeyValue: Linear
  let attentionOut: Linear
  let mlp: MLP

  init(_ store: ParameterStore, _ name: String, _ configuration: EncoderConfiguration) throws {
    let (width, epsilon) = (configuration.width, configuration.epsilon)
    self.configuration = configuration
    attentionNorm = try LayerNorm(store, "\(name)/attentionNorm", width: width, epsilon: epsilon)
    queryKeyValue = try Linear(
      store, "\(name)/attention/qkv", inputs: width, outputs: 3 * width, kernel: .xavierUniform(parts: 3))
    attentionOut = try Linear(
      store, "\(name)/attention/out", inputs: width, outputs: width, kernel: .xavierUniform())
    let mlpNorm = try LayerNorm(store, "\(name)/mlpNorm", width: width, epsilon: epsilon)
    mlp = try MLP(store, "\(name)/mlp", norm: mlpNorm, configuration)
  }

  /// - Parameter stream: float32 `[tokens, width]`.
  func callAsFunction(_ stream: Variable, offsets: Tensor, on tape: Tape) throws -> Variable {
    try tape.checkpoint(stream) { stream, tape in
      switch configuration.norms {
      case .before:
        let qkv = try queryKeyValue(attentionNorm, of: stream, on: tape)
        return try mlp(attentionOut.add(attend(qkv, offsets, tape), to: stream, on: tape), on: tape)
      case .after:
        let qkv = try queryKeyValue(tape.convert(stream, to: tape.activation), on: tape)
        let sum = try attentionOut.add(attend(qkv, offsets, tape), to: stream, on: tape)
        return try mlp(attentionNorm(sum, on: tape, out: .float32), on: tape)
      }
    }
  }

  private func attend(_ qkv: Variable, _ offsets: Tensor, _ tape: Tape) throws -> Variable {
    try tape.packedAttention(
      qkv, offsets: offsets, heads: configuration.heads, isCausal: configuration.isCausal)
  }
}
