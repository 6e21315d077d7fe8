import Tensors

extension Tape {
  /// a · b, both variables.
  ///
  /// - Parameters:
  ///   - a: float32 `[rows, inner]`.
  ///   - b: float32 `[inner, columns]`.
  /// - Returns: float32 `[rows, columns]`, with the backend's precision of float32 products.
  public func matrixProduct(_ a: Variable, _ b: Variable) throws -> Variable {
    let (left, right) = (a.value.shape, b.value.shape)
    try requireMatrix(a.value, "matrixProduct")
    try requireMatrix(b.value, "matrixProduct")
    try require(left.width == right.rows, "matrixProduct", "\(left) does not fit \(right)")
    let out = try backend.empty([left.rows, right.width], .float32)
    try kernels.linear(out, a.value, weight: b.value, bias: nil)
    return record(out, from: [a, b]) { [backend] dout in
      if a.needsGradient {
        let da = try backend.empty(left, .float32)
        try backend.kernels.linearInputGradient(da, dout, weight: b.value)
        try a.receive(da, backend)
      }
      if b.needsGradient {
        let db = try backend.zeros(right, .float32)
        try backend.kernels.linearWeightGradient(db, dbias: nil, x: a.value, dout)
        try b.receive(db, backend)
      }
    }
  }

  /// a · bᵀ, both variables: the similarities of the rows of a to the rows of b.
  ///
  /// - Parameters:
  ///   - a: float32 `[rows, inner]`.
  ///   - b: float32 `[columns, inner]`.
  /// - Returns: float32 `[rows, columns]`, with the backend's precision of float32 products.
  public func matrixProduct(_ a: Variable, transposed b: Variable) throws -> Variable {
    let (left, right) = (a.value.shape, b.value.shape)
    try requireMatrix(a.value, "matrixProduct")
    try requireMatrix(b.value, "matrixProduct")
    try require(left.width == right.width, "matrixProduct", "\(left) does not fit \(right) transposed")
    let out = try backend.empty([left.rows, right.rows], .float32)
    try kernels.linearInputGradient(out, a.value, weight: b.value)
    return record(out, from: [a, b]) { [backend] dout in
      if a.needsGradient {
        let da = try backend.empty(left, .float32)
        try backend.kernels.linear(da, dout, weight: b.value, bias: nil)
        try a.receive(da, backend)
      }
      if b.needsGradient {
        let db = try backend.zeros(right, .float32)
        try backend.kernels.linearWeightGradient(db, dbias: nil, x: dout, a.value)
        try b.receive(db, backend)
      }
    }
  }
}
