import Tensors

/// How the losses of rows become one.
public enum LossReduction: String, Sendable, Hashable, CaseIterable {
  /// Their mean; with weights their weighted mean, whose weights sum to 1.
  case mean
  /// Their sum, each times its weight.
  case sum
}

extension Tape {
  /// The cross-entropy of the softmax of each row and one right column. Its derivative follows from those of the operations that it
  /// is made of.
  ///
  /// - Parameters:
  ///   - logits: float32 `[rows, width]`, finite, not empty.
  ///   - targets: int32 `[rows]`, each in `0 ..< width`.
  ///   - weights: float32 `[rows]`, constant, not all 0; `nil` weighs all rows alike.
  ///   - reduction: how the losses of the rows become one.
  /// - Returns: the loss in nats, float32 `[1]`.
  public func softmaxCrossEntropy(
    _ logits: Variable, targets: Tensor, weights: Tensor? = nil, reduction: LossReduction = .mean
  ) throws -> Variable {
    let logLikelihoods = try pickColumns(logSoftmax(logits), columns: targets)
    return try reduce(logLikelihoods, weights: weights, reduction)
  }

  /// The cross-entropy of the softmax of each row and a distribution over its columns, such as a smoothed target (Szegedy et al.
  /// 2016) or one that several columns share. No gradient flows into the distributions.
  ///
  /// - Parameters:
  ///   - logits: float32 `[rows, width]`, finite, not empty.
  ///   - distributions: float32 `[rows, width]`, constant; rows usually sum to 1.
  ///   - weights: float32 `[rows]`, constant, not all 0; `nil` weighs all rows alike.
  ///   - reduction: how the losses of the rows become one.
  /// - Returns: the loss in nats, float32 `[1]`.
  public func softmaxCrossEntropy(
    _ logits: Variable, distributions: Tensor, weights: Tensor? = nil, reduction: LossReduction = .mean
  ) throws -> Variable {
    let logLikelihoods = try sum(multiply(logSoftmax(logits), by: Variable(distributions)), per: .row)
    return try reduce(logLikelihoods, weights: weights, reduction)
  }

  /// The loss that the logarithms of likelihoods of rows stand for.
  private func reduce(_ rows: Variable, weights: Tensor?, _ reduction: LossReduction) throws -> Variable {
    try require(rows.value.count > 0, "softmaxCrossEntropy", "there are no rows")
    guard let weights else { return try scale(reduction == .mean ? mean(rows) : sum(rows), by: -1) }
    let loss = try scale(sum(multiply(rows, by: Variable(weights))), by: -1)
    guard reduction == .mean else { return loss }
    let total = try backend.empty([1], .float32)
    try kernels.sum(total, weights, per: .whole)
    try kernels.apply(.reciprocal, total, total)
    return try scale(loss, by: Variable(total))
  }
}
