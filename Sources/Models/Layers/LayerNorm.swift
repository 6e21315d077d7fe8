import Autograd
import Tensors

/// Layer normalisation with flax's epsilon.
struct LayerNorm {
  static let epsilon: Float = 1e-6
  let scale: Variable
  let bias: Variable

  init(_ store: ParameterStore, _ name: String, width: Int) throws {
    scale = try store.add("\(name)/scale", shape: [width], .constant(1))
    bias = try store.add("\(name)/bias", shape: [width], .constant(0))
  }

  var normalization: Normalization { Normalization(scale: scale, bias: bias, epsilon: Self.epsilon) }

  func callAsFunction(_ x: Variable, on tape: Tape, out: ElementType? = nil) throws -> Variable {
    try tape.layerNorm(x, scale: scale, bias: bias, epsilon: Self.epsilon, out: out)
  }
}
