import Tensors

extension Tape {
  /// Mean over the tokens of each sequence.
  ///
  /// - Parameters:
  ///   - x: `[tokens, width]`.
  ///   - offsets: int32 `[sequences + 1]`.
  /// - Returns: float32 `[sequences, width]`.
  public func meanPool(_ x: Variable, offsets: Tensor) throws -> Variable {
    let out = Variable(
      try backend.empty([offsets.count - 1, x.value.shape.width], .float32), needsGradient: x.needsGradient)
    try kernels.meanPool(out.value, x.value, offsets: offsets)
    let (shape, elementType) = (x.value.shape, x.value.elementType)
    record(out) { [backend, x = x.slot] dout in
      let dx = try backend.empty(shape, elementType)
      try backend.kernels.meanPoolGradient(dx, dout, offsets: offsets)
      try x.receive(dx, backend)
    }
    return out
  }
}
