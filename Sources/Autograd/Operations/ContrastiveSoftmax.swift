import Tensors

extension Tape {
  /// Softmax cross-entropy of a square matrix of logits in both directions, averaged; the positives are on the diagonal
  /// (InfoNCE, van den Oord et al. 2018; Radford et al. 2021).
  ///
  /// - Parameters:
  ///   - logits: float32 `[count, count]`.
  ///   - groups: int32 `[count]`; two items of one group are not each other's negatives. `nil`: all are.
  /// - Returns: the loss, float32 `[1]`, and what else is known of it.
  public func contrastiveSoftmax(_ logits: Variable, groups: Tensor?) throws -> (
    loss: Variable, result: ContrastiveSoftmaxResult
  ) {
    let shape = logits.value.shape
    try require(shape.rows == shape.width, "contrastiveSoftmax", "logits \(shape) are not square")
    try require(
      groups.map { $0.count == shape.width } ?? true, "contrastiveSoftmax", "there is not one group for each item")
    let dlogits = try backend.empty(shape, .float32)
    let result = try kernels.contrastiveSoftmax(dlogits, logits: logits.value, groups: groups)
    let loss = Variable(try backend.tensor([Float(result.loss)], [1]), needsGradient: logits.needsGradient)
    record(loss) { [backend] dloss in
      let factor = try dloss.withFloats { $0[0] }
      if factor != 1 { try backend.kernels.scale(dlogits, dlogits, by: factor) }
      try logits.receive(dlogits, backend)
    }
    return (loss, result)
  }
}
