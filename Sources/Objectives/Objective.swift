import Autograd

/// A training objective: from embeddings to one number. It never sees a layer.
public enum Objective: Sendable, Hashable {
  /// CLIP's and CLIPPO's.
  case softmaxContrastive(SoftmaxContrastive)
  /// SigLIP's.
  case sigmoidContrastive(SigmoidContrastive)

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    switch self {
    case .softmaxContrastive(let objective): try objective.evaluate(input, on: tape)
    case .sigmoidContrastive(let objective): try objective.evaluate(input, on: tape)
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
