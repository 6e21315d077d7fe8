import Tensors

extension Tape {
  /// Weighted means of the tokens of each sequence, whose weights are a softmax over its tokens: attention of learned maps (TokenLearner,
  /// Ryoo et al. 2021).
  ///
  /// - Parameters:
  ///   - x: float32 `[tokens, width]`.
  ///   - logits: float32 `[tokens, maps]`.
  ///   - offsets: int32 `[sequences + 1]`.
  /// - Returns: float32 `[sequences · maps, width]`, the means of a sequence one after another; zeros where it has no tokens.
  public func softmaxPool(_ x: Variable, logits: Variable, offsets: Tensor) throws -> Variable {
    let (shape, square) = (x.value.shape, logits.value.shape)
    try requireFloats([x.value, logits.value], "softmaxPool")
    try require(shape.rows == square.rows, "softmaxPool", "logits \(square) are not those of the tokens \(shape)")
    let out = try backend.empty([(offsets.count - 1) * square.width, shape.width], .float32)
    let weights = try backend.empty(square, .float32)
    try kernels.softmaxPool(out, weights: weights, logits: logits.value, x.value, offsets: offsets)
    return record(out, from: [x, logits]) { [backend, slot = x.slot, x = x.value, logits = logits.slot] dout in
      let dx = try backend.empty(shape, .float32)
      let dlogits = try backend.empty(square, .float32)
      try backend.kernels.softmaxPoolGradient(
        dlogits: dlogits, dx, dout, weights: weights, x, offsets: offsets)
      try slot.receive(dx, backend)
      try logits.receive(dlogits, backend)
    }
  }
}
