import Tensors

extension Tape {
  /// Some rows of a float32 matrix, as the token that stands for a sequence is taken out of a packed batch.
  ///
  /// - Parameters:
  ///   - x: float32 `[tokens, width]`.
  ///   - rows: int32 `[count]`, each in `0 ..< tokens`; a row may be named twice.
  /// - Returns: float32 `[count, width]`.
  public func pickRows(_ x: Variable, rows: Tensor) throws -> Variable {
    let shape = x.value.shape
    let limit = Int32(clamping: shape.rows)
    try require(x.value.elementType == .float32, "pickRows", "the matrix is not float32")
    try require(
      try rows.integersLie(in: 0..<limit), "pickRows",
      "a row lies outside the \(limit) rows; is a sequence empty?")
    let out = Variable(try backend.empty([rows.count, shape.width], .float32), needsGradient: x.needsGradient)
    try kernels.pickRows(out.value, x.value, rows: rows)
    record(out) { [backend, x = x.slot] dout in
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.pickRowsGradient(dx, dout, rows: rows)
      try x.receive(dx, backend)
    }
    return out
  }
}
