import Autograd
import Tensors

/// Layer normalization.
struct LayerNorm {
  let scale: Variable
  let bias: Variable
  let epsilon: Float

  /// - Parameter epsilon: added to the variance.
  init(_ store: ParameterStore, _ name: String, width: Int, epsilon: Float) throws {
    self.epsilon = epsilon
    scale = try store.add("\(name)/scale", shape: [width], .constant(1))
    bias = try store.add("\(name)/bias", shape: [width], .constant(0))
  }

  var normalization: Normalization { Normalization(scale: scale, bias: bias, epsilon: epsilon) }

  func callAsFunction(_ x: Variable, on tape: Tape, out: ElementType? = nil) throws -> Variable {
    try tape.layerNorm(x, scale: scale, bias: bias, epsilon: epsilon, out: out)
  }
}
