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
    let y = try backend.empty(shape, out ?? activation)
    try kernels.linear(y, x.value, weight: weight.value, bias: bias?.value)
    let (inputShape, operand) = (x.value.shape, x.value.elementType)
    let layer = LayerGradient(weight: weight, bias: bias)
    let multiplied = layer.needsInput ? x.value : nil
    return record(y, from: [x, weight] + (bias.map { [$0] } ?? [])) { [backend, x = x.slot, weight = weight.value] dy in
      let dy = try dy.converted(to: operand, backend)
      try layer.add(x: multiplied, dy, backend)
      guard x.needsGradient else { return }
      let dx = try backend.empty(inputShape, operand)
      try backend.kernels.linearInputGradient(dx, dy, weight: weight)
      try x.receive(dx, backend)
    }
  }
}
