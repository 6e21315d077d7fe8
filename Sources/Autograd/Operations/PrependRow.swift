import Tensors

extension Tape {
  /// Puts a learned row before every sequence of a packed batch: a class token.
  ///
  /// - Parameters:
  ///   - row: float32 `[1, width]`.
  ///   - x: float32 `[tokens, width]`.
  ///   - offsets: int32 `[sequences + 1]`.
  /// - Returns: float32 `[tokens + sequences, width]`, sequence `s` from row `offsets[s] + s` on.
  public func prepend(_ row: Variable, to x: Variable, offsets: Tensor) throws -> Variable {
    let shape = x.value.shape
    try require(
      x.value.elementType == .float32 && row.value.count == shape.width, "prepend",
      "a row of \(row.value.count) values does not fit tokens \(shape)")
    let out = try backend.empty([shape.rows + offsets.count - 1, shape.width], .float32)
    try kernels.prependRow(out, row: row.value, x.value, offsets: offsets)
    return record(out, from: [row, x]) { [backend, row = row.slot, x = x.slot] dout in
      let dx = try backend.empty(shape, .float32)
      let drow = try row.gradient ?? backend.zeros([1, shape.width], .float32)
      try backend.kernels.prependRowGradient(dx, drow: drow, dout, offsets: offsets)
      try x.receive(dx, backend)
    }
  }
}
