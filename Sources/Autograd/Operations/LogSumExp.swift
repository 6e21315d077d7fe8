import Tensors

extension Tape {
  /// The logarithm of the sum of exponentials of each row, of each column or of everything, however large they are.
  ///
  /// - Parameters:
  ///   - x: float32 `[rows, width]`. Elements may be −∞; where all of a part are, so is the result, and it has no derivative.
  ///   - part: what one result is taken of.
  /// - Returns: float32 `[rows]`, `[width]` or `[1]`.
  public func logSumExp(_ x: Variable, per part: MatrixPart = .row) throws -> Variable {
    let shape = x.value.shape
    try requireFloats([x.value], "logSumExp")
    let out = try backend.empty(part.shape(in: shape), .float32)
    try kernels.logSumExp(out, x.value, per: part)
    return record(out, from: [x]) { [backend] dout in
      // The derivative is the softmax.
      let negative = try backend.empty(out.shape, .float32)
      try backend.kernels.scale(negative, out, by: -1)
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.add(dx, x.value, negative, per: part)
      try backend.kernels.apply(.exponential, dx, dx)
      try backend.kernels.multiply(dx, dx, dout, per: part)
      try x.receive(dx, backend)
    }
  }
}
