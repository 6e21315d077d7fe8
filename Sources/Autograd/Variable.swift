import Tensors

/// A value that a derivative can be taken with respect to.
public final class Variable {
  /// The value; its element type is what the operation that made it chose.
  public let value: Tensor
  /// The derivative of the loss by `value`, of the same shape, once the tape has gone back this far.
  public internal(set) var gradient: Tensor?
  /// False for inputs such as pixels: nothing flows into them.
  public let needsGradient: Bool
  /// True for parameters: `gradient` is a buffer that outlives the step and is added to.
  let gradientIsPersistent: Bool

  /// A constant (an input), or an intermediate value made by an operation.
  public init(_ value: Tensor, needsGradient: Bool = false) {
    self.value = value
    self.needsGradient = needsGradient
    gradientIsPersistent = false
  }

  /// A parameter: both tensors are float32 and of one shape.
  public init(parameter value: Tensor, gradient: Tensor) {
    self.value = value
    self.gradient = gradient
    needsGradient = true
    gradientIsPersistent = true
  }
}
