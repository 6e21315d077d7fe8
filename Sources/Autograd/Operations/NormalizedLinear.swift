import Tensors

/// A learned layer norm, as operations take it.
public struct Normalization {
  /// float32 `[width]`.
  public let scale: Variable
  /// float32 `[width]`.
  public let bias: Variable
  /// Added to the variance; 1e-6 in flax, 1e-5 in PyTorch.
  public let epsilon: Float

  public init(scale: Variable, bias: Variable, epsilon: Float) {
    self.scale = scale
    self.bias = bias
    self.epsilon = epsilon
  }
}

extension Tape {
  /// y = layerNorm(x) · weight + bias, in one pass over x. Only the rows before scale and bias are kept, as activations; the
  /// norm's output is made of them again in the backward pass, unless the tape recomputes nothing.
  ///
  /// - Parameters:
  ///   - x: float32 `[rows, inputs]`, the residual stream.
  ///   - norm: of `inputs` columns.
  ///   - weight: float32 `[inputs, outputs]`.
  ///   - bias: float32 `[outputs]`.
  ///   - out: element type of the result; the tape's activation type unless said otherwise.
  public func normalizedLinear(
    _ x: Variable, _ norm: Normalization, weight: Variable, bias: Variable?, out: ElementType? = nil
  ) throws -> Variable {
    let shape = x.value.shape
    try require(
      x.value.elementType == .float32 && norm.scale.value.count == shape.width && norm.bias.value.count == shape.width,
      "normalizedLinear", "x \(shape) does not fit a scale of \(norm.scale.value.count) values")
    try require(
      weight.value.shape.rows == shape.width, "normalizedLinear",
      "x \(shape) does not fit weight \(weight.value.shape)")
    let inputs = [x, norm.scale, norm.bias, weight] + (bias.map { [$0] } ?? [])
    let layer = LayerGradient(weight: weight, bias: bias)
    // A layer's bias alone does not care what its input was.
    let needsNorm = layer.needsInput || [x, norm.scale, norm.bias].contains(where: \.needsGradient)
    let operands = LayerNormOperands(
      normal: isRecording && needsNorm ? try backend.empty(shape, activation) : nil,
      reciprocal: try backend.empty([shape.rows], .float32), scale: norm.scale.value, bias: norm.bias.value)
    var product = RowProduct(weight: weight.value, bias: bias?.value, operand: activation)
    product.before = .layerNorm(operands, epsilon: norm.epsilon)
    product.kept = keepsEverything && layer.needsInput ? try backend.empty(shape, activation) : nil
    let y = try backend.empty([shape.rows, weight.value.shape.width], out ?? activation)
    try kernels.product(y, x.value, product)
    let (kept, activation) = (product.kept, activation)
    let slots = (x: x.slot, scale: norm.scale.slot, bias: norm.bias.slot)
    return record(y, from: inputs) { [backend, weight = weight.value] dy in
      let dy = try dy.converted(to: activation, backend)
      guard needsNorm else { return try layer.add(x: nil, dy, backend) }
      let normed = layer.needsInput ? try kept ?? backend.empty(shape, activation) : nil
      let dx = try backend.empty(shape, .float32)
      // Parameters collect gradients of their own; for a stream, what has come so far is added on the way.
      let stream = slots.x.isPersistent ? nil : slots.x.gradient
      var product = RowProduct(weight: weight, operand: activation)
      product.isTransposed = true
      product.after = .layerNormGradient(
        operands, dscale: try slots.scale.gradient ?? backend.zeros([shape.width], .float32),
        dbias: try slots.bias.gradient ?? backend.zeros([shape.width], .float32), stream: stream,
        normed: kept == nil ? normed : nil)
      try backend.kernels.product(dx, dy, product)
      try layer.add(x: normed, dy, backend)
      if slots.x.isPersistent {
        try slots.x.receive(dx, backend)
      } else if slots.x.needsGradient {
        slots.x.gradient = dx
      }
    }
  }
}
