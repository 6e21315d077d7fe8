import Tensors

/// Throws where an operand is not float32.
func requireFloats(_ operands: [Tensor], _ operation: String) throws {
  for operand in operands {
    try require(
      operand.elementType == .float32, operation,
      "an operand of shape \(operand.shape) is \(operand.elementType.rawValue), not float32")
  }
}

/// Throws where `values` are not one for each part of a matrix.
func require(_ values: Tensor, per part: MatrixPart, of matrix: Shape, _ operation: String) throws {
  let expected = part.shape(in: matrix)
  try require(
    part == .element ? values.shape == expected : values.count == expected.count, operation,
    "values of shape \(values.shape) are not one for each \(part.rawValue) of \(matrix)")
}

/// Throws where an operand is not a matrix with elements.
func requireMatrix(_ operand: Tensor, _ operation: String) throws {
  try requireFloats([operand], operation)
  try require(
    operand.shape.axes.count == 2 && operand.count > 0, operation, "\(operand.shape) is not a matrix with elements")
}
