import Autograd
import Tensors

/// Layer normalization.
public struct LayerNorm {
  /// float32 `[width]`.
  public let scale: Variable
  /// float32 `[width]`.
  public let bias: Variable
  /// Added to the variance.
  public let epsilon: Float

  /// - Parameters:
  ///   - name: prefix of the parameters' names.
  ///   - epsilon: added to the variance.
  ///
  /// Throws when the name is taken or memory runs out.
  public init(_ store: ParameterStore, _ name: String, width: Int, epsilon: Float) throws {
    self.epsilon = epsilon
    scale = try store.add("\(name)/scale", shape: [width], .constant(1))
    bias = try store.add("\(name)/bias", shape: [width], .constant(0))
  }

  var normalization: Normalization { Normalization(scale: scale, bias: bias, epsilon: epsilon) }

  /// `[rows, width]` of the same shape as x, which is float32.
  ///
  /// - Parameter out: element type of the result; the tape's activation type unless said otherwise.
  public func callAsFunction(_ x: Variable, on tape: Tape, out: ElementType? = nil) throws -> Variable {
    try tape.layerNorm(x, scale: scale, bias: bias, epsilon: epsilon, out: out)
  }
}
