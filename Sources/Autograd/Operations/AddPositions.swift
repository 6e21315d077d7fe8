import Tensors

extension Tape {
  /// The learned vector of every token.
  ///
  /// - Parameters:
  ///   - table: `[vocabulary, width]`.
  ///   - tokens: int32 `[tokens]`, each in `0 ..< vocabulary`.
  /// - Returns: float32 `[tokens, width]`.
  public func lookUp(_ table: Variable, tokens: Tensor) throws -> Variable {
    let zeros = try backend.zeros([tokens.count, table.value.shape.width], .float32)
    return try addPositions(Variable(zeros), table: table, positionIds: tokens)
  }

  /// Adds to every token the learned vector of its place.
  ///
  /// `x` must be a value that no other operation reads: it is changed in place.
  ///
  /// - Parameters:
  ///   - x: float32 `[tokens, width]`.
  ///   - table: `[positionIds, width]`.
  ///   - positionIds: int32 `[tokens]`, each in `0 ..< positionIds`.
  public func addPositions(_ x: Variable, table: Variable, positionIds: Tensor) throws -> Variable {
    try require(
      x.value.elementType == .float32 && x.value.shape.width == table.value.shape.width
        && positionIds.count == x.value.shape.rows, "addPositions",
      "\(positionIds.count) positionIds in a table \(table.value.shape) do not fit tokens \(x.value.shape)")
    let limit = Int32(clamping: table.value.shape.rows)
    try require(
      try positionIds.integersLie(in: 0..<limit), "addPositions",
      "a token lies outside the \(limit) positionIds of the position table")
    try kernels.addPositions(x.value, table: table.value, positionIds: positionIds)
    return record(x.value, from: [x, table]) { [backend, x = x.slot, table = table.slot] dout in
      if let dtable = table.gradient { try backend.kernels.positionGradient(dtable, dout, positionIds: positionIds) }
      try x.receive(dout, backend)
    }
  }
}
