import Tensors

extension Tape {
  /// A matrix turned over: its rows become columns.
  ///
  /// - Parameter x: float32 `[rows, width]`, not empty.
  /// - Returns: float32 `[width, rows]`.
  public func transpose(_ x: Variable) throws -> Variable {
    let shape = x.value.shape
    try requireMatrix(x.value, "transpose")
    let out = try backend.empty([shape.width, shape.rows], .float32)
    try kernels.transpose(out, x.value)
    return record(out, from: [x]) { [backend, x = x.slot] dout in
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.transpose(dx, dout)
      try x.receive(dx, backend)
    }
  }
}
