import Autograd
import Tensors

/// The residual branch of two dense layers with a GELU between them, and of its norm.
struct MLP {
  let norm: LayerNorm
  let up: Linear
  let down: Linear
  let activation: GELUForm
  let placement: EncoderConfiguration.NormPlacement

  /// - Parameter norm: of the stream in front of the branch, or behind it.
  init(_ store: ParameterStore, _ name: String, norm: LayerNorm, _ configuration: EncoderConfiguration) throws {
    let tiny = Initializer.normal(deviation: 1e-6)
    let (width, hidden) = (configuration.width, configuration.mlp)
    self.norm = norm
    activation = configuration.activation
    placement = configuration.norms
    up = try Linear(store, "\(name)/up", inputs: width, outputs: hidden, kernel: .xavierUniform(), bias: tiny)
    down = try Linear(store, "\(name)/down", inputs: hidden, outputs: width, kernel: .xavierUniform(), bias: tiny)
  }

  /// - Parameter stream: float32 `[tokens, width]`; the result is like it.
  func callAsFunction(_ stream: Variable, on tape: Tape) throws -> Variable {
    switch placement {
    case .before:
      return try down.add(up(norm, of: stream, on: tape), gelu: activation, to: stream, on: tape)
    case .after:
      let hidden = try up(tape.convert(stream, to: tape.activation), on: tape)
      return try norm(down.add(hidden, gelu: activation, to: stream, on: tape), on: tape, out: .float32)
    }
  }
}
