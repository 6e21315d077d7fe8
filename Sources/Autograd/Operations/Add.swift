import Tensors

extension Tape {
  /// The sum of a matrix and another variable, element by element, or with one value for each row, each column or the whole
  /// matrix.
  ///
  /// - Parameters:
  ///   - x: float32 `[rows, width]`.
  ///   - values: float32; for `.element` of the shape of x, otherwise `[rows]`, `[width]` or `[1]`.
  ///   - part: what of x one of the values is added to.
  /// - Returns: float32, of the shape of x.
  public func add(_ x: Variable, _ values: Variable, per part: MatrixPart = .element) throws -> Variable {
    let shape = x.value.shape
    try requireFloats([x.value, values.value], "add")
    try require(values.value, per: part, of: shape, "add")
    let out = try backend.empty(shape, .float32)
    try kernels.add(out, x.value, values.value, per: part)
    let valuesShape = values.value.shape
    return record(out, from: [x, values]) { [backend, x = x.slot, values = values.slot] dout in
      try x.receive(dout, backend)
      if values.needsGradient { try values.receive(try dout.gathered(per: part, as: valuesShape, backend), backend) }
    }
  }
}

extension Tensor {
  /// The sum of each part of a float32 matrix: the derivative of values that were spread over it.
  func gathered(per part: MatrixPart, as shape: Shape, _ backend: any Backend) throws -> Tensor {
    if part == .element { return self }
    let out = try backend.empty(shape, .float32)
    try backend.kernels.sum(out, self, per: part)
    return out
  }
}
