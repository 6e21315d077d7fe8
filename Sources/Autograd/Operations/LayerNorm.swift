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
    let y = Variable(try backend.empty(shape, out ?? activation), needsGradient: true)
    let norm = LayerNormOperands(
      normal: isRecording ? try backend.empty(shape, y.value.elementType) : nil,
      reciprocal: try backend.empty([shape.rows], .float32), scale: scale.value, bias: bias.value)
    try kernels.layerNorm(y.value, x.value, norm, epsilon: epsilon)
    record(y) { [backend, x = x.slot] dy in
      guard let dscale = scale.gradient, let dbias = bias.gradient else { return }
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.layerNormGradient(
        dx, dscale: dscale, dbias: dbias, try dy.converted(to: .float32, backend), norm)
      try x.receive(dx, backend)
    }
    return y
  }
}
