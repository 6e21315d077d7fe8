import Tensors

extension Tape {
  /// The sum of each row, of each column or of everything.
  ///
  /// - Parameters:
  ///   - x: float32 `[rows, width]`.
  ///   - part: what one sum is taken of.
  /// - Returns: float32 `[rows]`, `[width]` or `[1]`.
  public func sum(_ x: Variable, per part: MatrixPart = .whole) throws -> Variable {
    let shape = x.value.shape
    try requireFloats([x.value], "sum")
    let out = try backend.empty(part.shape(in: shape), .float32)
    try kernels.sum(out, x.value, per: part)
    return record(out, from: [x]) { [backend, x = x.slot] dout in
      let dx = try backend.zeros(shape, .float32)
      try backend.kernels.add(dx, dx, dout, per: part)
      try x.receive(dx, backend)
    }
  }
}
