import Tensors

extension Tape {
  /// stream + f(x) · weight + bias, where f is a GELU or nothing, in one pass over x. What the GELU gives is not kept but
  /// computed again in the backward pass, unless the tape recomputes nothing.
  ///
  /// - Parameters:
  ///   - stream: float32 `[rows, outputs]`, the residual stream.
  ///   - x: `[rows, inputs]`; its element type is that of the multiplication.
  ///   - gelu: applied to x first; `nil` applies nothing.
  ///   - weight: float32 `[inputs, outputs]`.
  ///   - bias: float32 `[outputs]`.
  /// - Returns: float32 `[rows, outputs]`.
  public func linearResidual(
    _ stream: Variable, adding x: Variable, gelu: GELUForm? = nil, weight: Variable, bias: Variable?
  ) throws -> Variable {
    let (inputs, outputs) = (x.value.shape.width, weight.value.shape.width)
    try require(
      weight.value.shape.rows == inputs, "linearResidual",
      "x \(x.value.shape) does not fit weight \(weight.value.shape)")
    try require(
      stream.value.elementType == .float32 && stream.value.shape == [x.value.shape.rows, outputs], "linearResidual",
      "a branch of shape [\(x.value.shape.rows), \(outputs)] does not fit a stream of shape \(stream.value.shape)")
    let (shape, operand) = (x.value.shape, x.value.elementType)
    let layer = LayerGradient(weight: weight, bias: bias)
    var product = RowProduct(weight: weight.value, bias: bias?.value, operand: operand)
    if let gelu {
      product.before = .gelu(gelu)
      product.kept = keepsEverything && layer.needsInput ? try backend.empty(shape, operand) : nil
    }
    product.after = .sum(stream: stream.value)
    let sum = try backend.empty(stream.value.shape, .float32)
    try kernels.product(sum, x.value, product)
    // The derivative of a GELU is taken at what went in.
    let entered = layer.needsInput || (x.needsGradient && gelu != nil) ? x.value : nil
    let kept = product.kept
    return record(sum, from: [stream, x, weight] + (bias.map { [$0] } ?? [])) {
      [backend, stream = stream.slot, x = x.slot, weight = weight.value] dsum in
      try stream.receive(dsum, backend)
      // Of a constant only the GELU must be made again.
      guard x.needsGradient || (layer.needsInput && gelu != nil) else {
        if layer.needsOutputGradient { try layer.add(x: entered, dsum.converted(to: operand, backend), backend) }
        return
      }
      let dx = try backend.empty(shape, operand)
      var product = RowProduct(weight: weight, operand: operand)
      product.isTransposed = true
      var dy = dsum
      if operand != dsum.elementType {
        dy = layer.needsOutputGradient ? try backend.empty(dsum.shape, operand) : dsum
        product.before = .conversion
        product.kept = layer.needsOutputGradient ? dy : nil
      }
      var multiplied = entered
      if let gelu, let entered {
        multiplied = layer.needsInput ? try kept ?? backend.empty(shape, operand) : nil
        product.after = .geluGradient(gelu, x: entered, active: kept == nil ? multiplied : nil)
      }
      try backend.kernels.product(dx, dsum, product)
      try layer.add(x: multiplied, dy, backend)
      try x.receive(dx, backend)
    }
  }
}
