import Tensors

extension Tape {
  /// y = x · weight + bias.
  ///
  /// - Parameters:
  ///   - x: `[rows, inputs]`; its element type is that of the multiplication.
  ///   - weight: float32 `[inputs, outputs]`.
  ///   - bias: float32 `[outputs]`.
  ///   - out: element type of the result; the tape's activation type unless said otherwise.
  public func linear(_ x: Variable, weight: Variable, bias: Variable?, out: ElementType? = nil) throws -> Variable {
    let inputs = x.value.shape.width
    let outputs = weight.value.shape.width
    try require(
      weight.value.shape.rows == inputs, "linear", "x \(x.value.shape) does not fit weight \(weight.value.shape)")
    try require(bias.map { $0.value.count == outputs } ?? true, "linear", "the bias does not have \(outputs) values")
    let shape = Shape(x.value.shape.axes.dropLast() + [outputs])
    let y = Variable(try backend.empty(shape, out ?? activation), needsGradient: true)
    try kernels.linear(y.value, x.value, weight: weight.value, bias: bias?.value)
    record(y) { [backend] dy in
      let dy = try dy.converted(to: x.value.elementType, backend)
      if let dweight = weight.gradient {
        try backend.kernels.linearWeightGradient(dweight, dbias: bias?.gradient, x: x.value, dy)
      }
      guard x.needsGradient else { return }
      let dx = try backend.empty(x.value.shape, x.value.elementType)
      try backend.kernels.linearInputGradient(dx, dy, weight: weight.value)
      try x.receive(dx, backend)
    }
    return y
  }
}
