import Tensors

extension Tape {
  /// The mean of each row, of each column or of everything.
  ///
  /// - Parameters:
  ///   - x: float32 `[rows, width]`, not empty.
  ///   - part: what one mean is taken of.
  /// - Returns: float32 `[rows]`, `[width]` or `[1]`.
  public func mean(_ x: Variable, per part: MatrixPart = .whole) throws -> Variable {
    try require(x.value.count > 0, "mean", "\(x.value.shape) has no elements")
    let terms = x.value.count / part.shape(in: x.value.shape).count
    return try scale(sum(x, per: part), by: 1 / Float(terms))
  }
}
