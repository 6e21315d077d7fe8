import Tensors

extension GradientSlot {
  /// Adds a contribution to the gradient. The contribution may be kept as it is, so its maker must not write
  /// to it again. Throws where it does not have as many elements as the value.
  public func receive(_ contribution: Tensor, _ backend: any Backend) throws {
    guard needsGradient else { return }
    try require(
      contribution.count == count, "gradient", "a part of shape \(contribution.shape) does not fit \(count) values")
    guard let present = gradient else {
      gradient = contribution
      return
    }
    if isPersistent {
      try backend.kernels.accumulate(present, try contribution.converted(to: .float32, backend), scale: 1)
      return
    }
    // `present` may be shared with another variable's gradient, so the sum is a new tensor.
    let sum = try backend.empty(present.shape, .float32)
    try backend.kernels.add(sum, try present.converted(to: .float32, backend), contribution)
    gradient = try sum.converted(to: present.elementType, backend)
  }
}

extension Variable {
  /// Adds a contribution to this variable's gradient.
  public func receive(_ contribution: Tensor, _ backend: any Backend) throws { try slot.receive(contribution, backend) }
}

extension Tensor {
  /// The same values in the element type asked for; itself if it has it already.
  func converted(to elementType: ElementType, _ backend: any Backend) throws -> Tensor {
    if self.elementType == elementType { return self }
    let out = try backend.empty(shape, elementType)
    try backend.kernels.convert(out, self)
    return out
  }
}
