import Tensors

extension Tape {
  /// Rows brought to unit length: x / (|x| + epsilon), big_vision's form.
  ///
  /// - Parameter x: float32 `[rows, width]`.
  public func l2Normalize(_ x: Variable, epsilon: Float = 1e-8) throws -> Variable {
    let shape = x.value.shape
    let out = Variable(try backend.empty(shape, .float32), needsGradient: x.needsGradient)
    let norm = try backend.empty([shape.rows], .float32)
    try kernels.l2Normalize(out.value, norm: norm, x.value, epsilon: epsilon)
    record(out) { [backend] dout in
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.l2NormalizeGradient(dx, dout, x: x.value, norm: norm, epsilon: epsilon)
      try x.receive(dx, backend)
    }
    return out
  }
}
