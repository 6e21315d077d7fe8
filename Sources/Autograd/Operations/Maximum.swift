import Tensors

extension Tape {
  /// The largest element of each row and where it stands. The gradient goes there alone.
  ///
  /// - Parameter x: float32 `[rows, width]`, `width` above 0.
  /// - Returns: `values` float32 `[rows]`; `columns` int32 `[rows]`, the first column of those that have the value.
  public func maximum(_ x: Variable) throws -> (values: Variable, columns: Tensor) {
    let shape = x.value.shape
    try requireFloats([x.value], "maximum")
    try require(shape.width > 0, "maximum", "the rows of \(shape) have no elements")
    let out = try backend.empty([shape.rows], .float32)
    let columns = try backend.empty([shape.rows], .int32)
    try kernels.maximum(out, columns: columns, x.value)
    let values = record(out, from: [x]) { [backend, x = x.slot] dout in
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.pickColumnsGradient(dx, dout, columns: columns)
      try x.receive(dx, backend)
    }
    return (values, columns)
  }
}
