import Autograd
import Schema
import Tensors

/// InfoNCE over all pairs of a batch in both directions, with a learned logit scale (Radford et al. 2021; CLIPPO, Tschannen et
/// al. 2023). CLIP's own training keeps the scale below 100, CLIPPO's knows no bound.
public struct SoftmaxContrastive: ObjectiveKind, Objective, Hashable {
  package static let names = ["softmaxContrastive", "clip", "clippo"]

  var scale = LogitScale(initial: 10)
  var loss = SoftmaxLoss()

  public init() {}

  public init(duplicates: DuplicateRule) { loss.duplicates = duplicates }

  package static var fields: [RecipeField<SoftmaxContrastive>] {
    LogitScale.fields(\.scale) + SoftmaxLoss.fields(\.loss)
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try scale.validate(at: path) }

  package var logits: LogitSettings { scale.settings() }

  public var requests: [ViewRequest] { .pairs }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    try loss.evaluate(input, on: tape)
  }
}
