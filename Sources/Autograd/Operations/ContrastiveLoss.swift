import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

extension Tape {
  /// A contrastive loss of pairs, in blocks: the square of similarities never exists as a whole. The derivatives are made
  /// along with the loss.
  ///
  /// - Parameters:
  ///   - images: float32 `[count, width]`, unit rows.
  ///   - texts: float32 `[count, width]`, unit rows; row `i` belongs to image `i`.
  ///   - logScale: float32 `[1]`, the logarithm of the inverse temperature.
  ///   - bias: float32 `[1]`, added to the logits of the sigmoid loss; `nil` takes the softmax loss.
  ///   - groups: int32 `[count]`; pairs of one group cannot be told apart. `nil`: all can.
  ///   - duplicates: what becomes of pairs of one group.
  /// - Returns: the loss, float32 `[1]`, and what else is known of it.
  public func contrastiveLoss(
    _ images: Variable, _ texts: Variable, logScale: Variable, bias: Variable? = nil, duplicateIds: Tensor?,
    duplicates: DuplicateRule = .masked
  ) throws -> (loss: Variable, result: ContrastiveLossResult) {
    let shape = images.value.shape
    try require(
      shape == texts.value.shape && logScale.value.count == 1, "contrast",
      "images \(shape) and texts \(texts.value.shape) are not pairs")
    try require(duplicateIds.map { $0.count == shape.rows } ?? true, "contrast", "there is not one group for each pair")
    let input = ContrastiveInput(
      images: images.value, texts: texts.value, scale: try logScale.value.withFloats { exp($0[0]) },
      duplicateIds: duplicateIds,
      duplicates: duplicates, operand: activation)
    let kind: ContrastiveLoss = try bias.map { .sigmoid(bias: try $0.value.withFloats { $0[0] }) } ?? .softmax
    let dimages = try backend.empty(shape, .float32)
    let dtexts = try backend.empty(shape, .float32)
    let result = try kernels.contrastiveLoss(kind, dimages: dimages, dtexts: dtexts, input)
    let value = try backend.tensor([Float(result.loss)], [1])
    let loss = record(value, from: [images, texts, logScale] + (bias.map { [$0] } ?? [])) {
      [backend, images = images.slot, texts = texts.slot] dloss in
      // Where nothing is held, the operations that follow are counted all the same.
      let factor = dloss.hasValues ? try dloss.withFloats { $0[0] } : 0.5
      for (side, gradient) in [(images, dimages), (texts, dtexts)] where side.needsGradient {
        if factor != 1 { try backend.kernels.scale(gradient, gradient, by: factor) }
        try side.receive(gradient, backend)
      }
      try logScale.receive(
        try backend.tensor([factor * Float(result.logitScaleGradient)], logScale.value.shape), backend)
      try bias?.receive(try backend.tensor([factor * Float(result.biasGradient)], [1]), backend)
    }
    return (loss, result)
  }
}
