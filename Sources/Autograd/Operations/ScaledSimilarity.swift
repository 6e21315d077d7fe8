import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

extension Tape {
  /// exp(logScale) · a · bᵀ: the logits of contrastive objectives.
  ///
  /// - Parameters:
  ///   - a: float32 `[rows, width]`, unit rows.
  ///   - b: float32 `[columns, width]`, unit rows.
  ///   - logScale: float32 `[1]`, the logarithm of the inverse temperature.
  /// - Returns: float32 `[rows, columns]`.
  public func scaledSimilarity(_ a: Variable, _ b: Variable, logScale: Variable) throws -> Variable {
    let rows = a.value.shape.rows
    let columns = b.value.shape.rows
    try require(
      a.value.shape.width == b.value.shape.width && logScale.value.count == 1, "scaledSimilarity",
      "\(a.value.shape) and \(b.value.shape) are not of one width")
    let scale = try logScale.value.withFloats { exp($0[0]) }
    let logits = Variable(try backend.empty([rows, columns], .float32), needsGradient: true)
    try kernels.multiply(logits.value, a.value, transposed: false, b.value, transposed: true)
    try kernels.scale(logits.value, logits.value, by: scale)
    let value = logits.value
    record(logits) { [backend] dlogits in
      // d/dlogScale of scale · similarity is the logit itself.
      let slope = Float(try backend.kernels.dot(dlogits, value))
      try logScale.receive(try backend.tensor([slope], logScale.value.shape), backend)
      let scaled = try backend.empty(dlogits.shape, .float32)
      try backend.kernels.scale(scaled, dlogits, by: scale)
      let da = try backend.empty(a.value.shape, .float32)
      try backend.kernels.multiply(da, scaled, transposed: false, b.value, transposed: false)
      try a.receive(da, backend)
      let db = try backend.empty(b.value.shape, .float32)
      try backend.kernels.multiply(db, scaled, transposed: true, a.value, transposed: false)
      try b.receive(db, backend)
    }
    return logits
  }
}
