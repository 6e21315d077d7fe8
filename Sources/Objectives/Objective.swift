import Autograd
import Schema
import Tensors

/// A training objective: from embeddings to one number. It never sees a layer.
public enum Objective: RecipeChoice, Hashable {
  /// CLIP's and CLIPPO's.
  case softmaxContrastive(SoftmaxContrastive)
  /// SigLIP's.
  case sigmoidContrastive(SigmoidContrastive)

  package static var kinds: [RecipeKind<Objective>] {
    [
      .kind("softmaxContrastive", Objective.softmaxContrastive) {
        if case .softmaxContrastive(let objective) = $0 { objective } else { nil }
      },
      .kind("sigmoidContrastive", Objective.sigmoidContrastive) {
        if case .sigmoidContrastive(let objective) = $0 { objective } else { nil }
      },
    ]
  }

  /// Factor on the similarities that the tower begins with.
  public var initialLogitScale: Float {
    switch self {
    case .softmaxContrastive(let objective): Float(objective.logitScale)
    case .sigmoidContrastive(let objective): Float(objective.logitScale)
    }
  }

  /// Bias on the logits that the tower begins with; nil for objectives without one.
  public var initialLogitBias: Float? {
    switch self {
    case .softmaxContrastive: nil
    case .sigmoidContrastive(let objective): Float(objective.bias)
    }
  }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    switch self {
    case .softmaxContrastive(let objective): try objective.evaluate(input, on: tape)
    case .sigmoidContrastive(let objective): try objective.evaluate(input, on: tape)
    }
  }
}

extension DuplicateRule: RecipeWord {}

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
