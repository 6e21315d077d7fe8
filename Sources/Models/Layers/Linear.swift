import Autograd
import Tensors

/// A dense layer: x · kernel + bias, or without one.
public struct Linear {
  /// float32 `[inputs, outputs]`.
  public let kernel: Variable
  /// float32 `[outputs]`.
  public let bias: Variable?

  /// - Parameter name: prefix of the parameters' names.
  ///
  /// Throws when the name is taken or memory runs out.
  public init(
    _ store: ParameterStore, _ name: String, inputs: Int, outputs: Int, kernel initializer: Initializer,
    bias biasInitializer: Initializer = .constant(0), hasBias: Bool = true
  ) throws {
    kernel = try store.add("\(name)/kernel", shape: [inputs, outputs], decays: true, initializer)
    bias = hasBias ? try store.add("\(name)/bias", shape: [outputs], biasInitializer) : nil
  }

  /// x · kernel + bias, `[rows, outputs]`.
  ///
  /// - Parameters:
  ///   - x: `[rows, inputs]`; its element type is that of the multiplication.
  ///   - out: element type of the result; the tape's activation type unless said otherwise.
  public func callAsFunction(_ x: Variable, on tape: Tape, out: ElementType? = nil) throws -> Variable {
    try tape.linear(x, weight: kernel, bias: bias, out: out)
  }

  /// The layer of a normalized residual stream.
  func callAsFunction(_ norm: LayerNorm, of stream: Variable, on tape: Tape) throws -> Variable {
    try tape.normalizedLinear(stream, norm.normalization, weight: kernel, bias: bias)
  }

  /// The residual stream plus the layer of x, or of its GELU.
  func add(_ x: Variable, gelu: GELUForm? = nil, to stream: Variable, on tape: Tape) throws -> Variable {
    try tape.linearResidual(stream, adding: x, gelu: gelu, weight: kernel, bias: bias)
  }
}
