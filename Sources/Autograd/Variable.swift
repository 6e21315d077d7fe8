import Tensors

/// A value that a derivative can be taken with respect to.
public final class Variable {
  /// The value; its element type is what the operation that made it chose.
  public let value: Tensor
  /// Where its derivative is collected. The backward pass of an operation that does not need the value holds on to this alone,
  /// so that the value's memory can be used again.
  public let slot: GradientSlot

  /// The derivative of the loss by `value`, of the same shape, once the tape has gone back this far.
  public internal(set) var gradient: Tensor? {
    get { slot.gradient }
    set { slot.gradient = newValue }
  }

  /// False for inputs such as pixels: nothing flows into them.
  public var needsGradient: Bool { slot.needsGradient }

  /// A constant (an input), or an intermediate value made by an operation.
  public init(_ value: Tensor, needsGradient: Bool = false) {
    self.value = value
    slot = GradientSlot(count: value.count, needsGradient: needsGradient)
  }

  /// A parameter: both tensors are float32 and of one shape.
  public init(parameter value: Tensor, gradient: Tensor) {
    self.value = value
    slot = GradientSlot(persistent: gradient)
  }

  /// Makes a parameter a constant from now on: its gradient's buffer is let go, and nothing flows into it any more. What a
  /// tape has recorded before is not changed, so a parameter is frozen before anything is computed with it.
  public func freeze() { slot.freeze() }
}

/// Where the contributions to one value's derivative come together.
public final class GradientSlot {
  var gradient: Tensor?
  /// False where contributions are let go: an operation need not make them.
  public private(set) var needsGradient: Bool
  /// How many elements the value has.
  let count: Int
  /// True for parameters: `gradient` is a buffer that outlives the step and is added to.
  let isPersistent: Bool

  init(count: Int, needsGradient: Bool) {
    self.count = count
    self.needsGradient = needsGradient
    isPersistent = false
  }

  init(persistent gradient: Tensor) {
    self.gradient = gradient
    count = gradient.count
    needsGradient = true
    isPersistent = true
  }

  func freeze() {
    gradient = nil
    needsGradient = false
  }
}
