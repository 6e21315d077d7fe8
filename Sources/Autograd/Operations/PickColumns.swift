import Tensors

extension Tape {
  /// Of each row the element in a column that is named: the logit of the right class, say.
  ///
  /// - Parameters:
  ///   - x: float32 `[rows, width]`.
  ///   - columns: int32 `[rows]`, each in `0 ..< width`.
  /// - Returns: float32 `[rows]`.
  public func pickColumns(_ x: Variable, columns: Tensor) throws -> Variable {
    let shape = x.value.shape
    try requireFloats([x.value], "pickColumns")
    try require(
      columns.elementType == .int32 && columns.count == shape.rows, "pickColumns",
      "\(columns.count) columns are named for the rows of \(shape)")
    let limit = Int32(clamping: shape.width)
    try require(
      try columns.integersLie(in: 0..<limit), "pickColumns", "a column lies outside the \(limit) columns")
    let out = try backend.empty([shape.rows], .float32)
    try kernels.pickColumns(out, x.value, columns: columns)
    return record(out, from: [x]) { [backend, x = x.slot] dout in
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.pickColumnsGradient(dx, dout, columns: columns)
      try x.receive(dx, backend)
    }
  }
}
