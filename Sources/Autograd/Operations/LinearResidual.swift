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
    let operand = x.value.elementType
    var product = RowProduct(weight: weight.value, bias: bias?.value, operand: operand)
    if let gelu {
      product.before = .gelu(gelu)
      product.kept = keepsEverything ? try backend.empty(x.value.shape, operand) : nil
    }
    product.after = .sum(stream: stream.value)
    let sum = Variable(try backend.empty(stream.value.shape, .float32), needsGradient: true)
    try kernels.product(sum.value, x.value, product)
    let kept = product.kept
    record(sum) { [backend, stream = stream.slot] dsum in
      try stream.receive(dsum, backend)
      let dx = try backend.empty(x.value.shape, operand)
      var product = RowProduct(weight: weight.value, operand: operand)
      product.isTransposed = true
      var dy = dsum
      if operand != dsum.elementType {
        dy = try backend.empty(dsum.shape, operand)
        product.before = .conversion
        product.kept = dy
      }
      var multiplied = x.value
      if let gelu {
        multiplied = try kept ?? backend.empty(x.value.shape, operand)
        product.after = .geluGradient(gelu, x: x.value, active: kept == nil ? multiplied : nil)
      }
      try backend.kernels.product(dx, dsum, product)
      if let dweight = weight.gradient {
        try backend.kernels.linearWeightGradient(dweight, dbias: bias?.gradient, x: multiplied, dy)
      }
      try x.receive(dx, backend)
    }
    return sum
  }
}
