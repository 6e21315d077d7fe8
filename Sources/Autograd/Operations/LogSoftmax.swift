import Tensors

extension Tape {
  /// The logarithm of the softmax of each row, of each column or of everything: x less its `logSumExp`, without the rounding of
  /// either at large values.
  ///
  /// - Parameters:
  ///   - x: float32 `[rows, width]`. Elements may be −∞, but not all of a part.
  ///   - part: what sums to 1.
  /// - Returns: float32 `[rows, width]`.
  public func logSoftmax(_ x: Variable, per part: MatrixPart = .row) throws -> Variable {
    let shape = x.value.shape
    try requireFloats([x.value], "logSoftmax")
    let out = try backend.empty(shape, .float32)
    try kernels.logSoftmax(out, x.value, per: part)
    return record(out, from: [x]) { [backend, x = x.slot] dout in
      // dx = dout − softmax · the sum of dout.
      let sums = try backend.empty(part.shape(in: shape), .float32)
      try backend.kernels.sum(sums, dout, per: part)
      try backend.kernels.scale(sums, sums, by: -1)
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.apply(.exponential, dx, out)
      try backend.kernels.multiply(dx, dx, sums, per: part)
      try backend.kernels.add(dx, dx, dout, per: .element)
      try x.receive(dx, backend)
    }
  }
}
