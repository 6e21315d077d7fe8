import Tensors

extension Tape {
  /// Rows added up at places that are named: what `pickRows` takes apart, and each is the other's derivative.
  ///
  /// - Parameters:
  ///   - x: float32 `[rows, width]`.
  ///   - count: rows of the result.
  ///   - places: int32 `[rows]`, the row of the result that each row is added to, in `0 ..< count`.
  /// - Returns: float32 `[count, width]`, zero where no row was added.
  public func scatterRows(_ x: Variable, into count: Int, at places: Tensor) throws -> Variable {
    let shape = x.value.shape
    try requireFloats([x.value], "scatterRows")
    try require(
      places.elementType == .int32 && places.count == shape.rows, "scatterRows",
      "\(places.count) places are named for the rows of \(shape)")
    try require(
      try count >= 0 && places.integersLie(in: 0..<Int32(clamping: max(0, count))), "scatterRows",
      "a place lies outside the \(count) rows")
    let out = try backend.empty([count, shape.width], .float32)
    try kernels.pickRowsGradient(out, x.value, rows: places)
    return record(out, from: [x]) { [backend, x = x.slot] dout in
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.pickRows(dx, dout, rows: places)
      try x.receive(dx, backend)
    }
  }
}
