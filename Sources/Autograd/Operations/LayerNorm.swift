import Tensors

extension Tape {
  /// Layer normalization over the last axis (Ba et al. 2016), biased variance.
  ///
  /// - Parameters:
  ///   - x: float32 `[rows, width]`.
  ///   - scale: `[width]`.
  ///   - bias: `[width]`.
  ///   - epsilon: added to the variance; 1e-6 in flax, 1e-5 in PyTorch.
  ///   - out: element type of the result; the tape's activation type unless said otherwise.
  public func layerNorm(_ x: Variable, scale: Variable, bias: Variable, epsilon: Float, out: ElementType? = nil) throws
    -> Variable
  {
    let shape = x.value.shape
    try require(
      x.value.elementType == .float32 && scale.value.count == shape.width && bias.value.count == shape.width,
      "layerNorm", "x \(shape) does not fit a scale of \(scale.value.count) values")
    let inputs = [x, scale, bias]
    let y = try backend.empty(shape, out ?? activation)
    let norm = LayerNormOperands(
      normal: keeps(for: inputs) ? try backend.empty(shape, y.elementType) : nil,
      reciprocal: try backend.empty([shape.rows], .float32), scale: scale.value, bias: bias.value)
    try kernels.layerNorm(y, x.value, norm, epsilon: epsilon)
    return record(y, from: inputs) { [backend, x = x.slot, scale = scale.slot, bias = bias.slot] dy in
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.layerNormGradient(
        dx, dscale: try scale.gradient ?? backend.zeros([shape.width], .float32),
        dbias: try bias.gradient ?? backend.zeros([shape.width], .float32), try dy.converted(to: .float32, backend),
        norm)
      try x.receive(dx, backend)
    }
  }
}
