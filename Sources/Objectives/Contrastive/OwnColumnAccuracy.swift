import Tensors

extension Tensor {
  /// Share of the rows, 0…1, whose own column, that of their number, is above all others; a tie is none, as in the blocked contrastive loss.
  ///
  /// Of float32 `[rows, columns]`, with at least as many columns as rows.
  func ownColumnAccuracy() throws -> Double {
    let (rows, columns) = (shape.rows, shape.width)
    return try withFloats { values in
      let right = (0..<rows).count { row in
        let line = row * columns
        return (0..<columns).allSatisfy { $0 == row || values[line + $0] < values[line + row] }
      }
      return Double(right) / Double(max(1, rows))
    }
  }
}
