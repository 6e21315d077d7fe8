import Tensors

extension Tape {
  /// The product of a matrix and another variable, element by element (Hadamard's), or with one value for each row, each column
  /// or the whole matrix.
  ///
  /// - Parameters:
  ///   - x: float32 `[rows, width]`.
  ///   - values: float32; for `.element` of the shape of x, otherwise `[rows]`, `[width]` or `[1]`.
  ///   - part: what of x one of the values multiplies.
  /// - Returns: float32, of the shape of x.
  public func multiply(_ x: Variable, by values: Variable, per part: MatrixPart = .element) throws -> Variable {
    let shape = x.value.shape
    try requireFloats([x.value, values.value], "multiply")
    try require(values.value, per: part, of: shape, "multiply")
    let out = try backend.empty(shape, .float32)
    try kernels.multiply(out, x.value, values.value, per: part)
    return record(out, from: [x, values]) { [backend] dout in
      if x.needsGradient {
        let dx = try backend.empty(shape, .float32)
        try backend.kernels.multiply(dx, dout, values.value, per: part)
        try x.receive(dx, backend)
      }
      if values.needsGradient {
        let products = try backend.empty(shape, .float32)
        try backend.kernels.multiply(products, dout, x.value, per: .element)
        try values.receive(try products.gathered(per: part, as: values.value.shape, backend), backend)
      }
    }
  }
}
