import Autograd
import Tensors

/// A training objective: from embeddings to one number. It never sees a layer.
public enum Objective: Sendable, Hashable {
  /// CLIP's and CLIPPO's.
  case softmaxContrastive(SoftmaxContrastive)

  /// - Parameters:
  ///   - images: unit rows `[batch, embedding]`.
  ///   - texts: unit rows `[batch, embedding]`; row `i` belongs to image `i`.
  ///   - logScale: logarithm of the inverse temperature, `[1]`.
  ///   - groups: int32 `[batch]`; equal numbers mark pairs that show the same picture.
  public func evaluate(
    images: Variable, texts: Variable, logScale: Variable, groups: Tensor?, on tape: Tape
  ) throws -> ObjectiveResult {
    switch self {
    case .softmaxContrastive(let objective):
      try objective.evaluate(images: images, texts: texts, logScale: logScale, groups: groups, on: tape)
    }
  }
}

/// What an objective says of a batch.
public struct ObjectiveResult {
  /// float32 `[1]`.
  public let loss: Variable
  /// Named figures for the log, such as `t2i_accuracy` in 0…1.
  public let metrics: [(name: String, value: Double)]

  public init(loss: Variable, metrics: [(name: String, value: Double)]) {
    self.loss = loss
    self.metrics = metrics
  }
}
