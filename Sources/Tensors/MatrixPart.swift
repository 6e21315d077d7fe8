/// The part of a matrix `[rows, width]` that one value of a smaller tensor stands for: where a value is spread over a matrix, and
/// where a matrix is gathered into values. Leading axes count as rows.
public enum MatrixPart: String, Sendable, Hashable, CaseIterable {
  /// One value, `[1]`.
  case whole
  /// One value for each row, `[rows]`: a column beside the matrix.
  case row
  /// One value for each column, `[width]`: a row above the matrix.
  case column
  /// As many values as the matrix has.
  case element

  /// The shape of the values that belong to a matrix.
  public func shape(in matrix: Shape) -> Shape {
    switch self {
    case .whole: [1]
    case .row: [matrix.rows]
    case .column: [matrix.width]
    case .element: matrix
    }
  }
}

/// A function of one number, taken of every element.
public enum ElementFunction: String, Sendable, Hashable, CaseIterable {
  case exponential
  /// The natural one.
  case logarithm
  case reciprocal
}
