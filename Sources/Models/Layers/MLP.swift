import Autograd
import Tensors

/// The residual branch of a norm and of two dense layers with a GELU between them.
struct MLP {
  let norm: LayerNorm
  let up: Linear
  let down: Linear

  /// - Parameter norm: of the stream in front of the branch.
  init(_ store: ParameterStore, _ name: String, norm: LayerNorm, width: Int, hidden: Int) throws {
    let tiny = Initializer.normal(deviation: 1e-6)
    self.norm = norm
    up = try Linear(store, "\(name)/up", inputs: width, outputs: hidden, kernel: .xavierUniform(), bias: tiny)
    down = try Linear(store, "\(name)/down", inputs: hidden, outputs: width, kernel: .xavierUniform(), bias: tiny)
  }

  /// - Parameter stream: float32 `[tokens, width]`; the result is like it.
  func callAsFunction(_ stream: Variable, on tape: Tape) throws -> Variable {
    try down.add(up(norm, of: stream, on: tape), gelu: .tanh, to: stream, on: tape)
  }
}
