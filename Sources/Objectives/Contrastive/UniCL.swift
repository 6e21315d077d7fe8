import Autograd
import Corpora
import Schema
import Tensors

/// Unified contrastive learning of images, texts and labels (UniCL, Yang et al. 2022; Florence, Yuan et al. 2021): all pairs with
/// one label are each other's positives and share the target alike. A pair without a label is its own, but for those that
/// have its image or its caption.
public struct UniCL: ObjectiveKind, Objective, Hashable {
  package static let names = ["unicl", "florence"]

  var scale = LogitScale(initial: 1 / 0.07)
  var loss = SoftmaxLoss(duplicates: .positive)
  /// Whether a corpus in which no record has a label is refused.
  public var needsLabels = true

  public init() {}

  package static var fields: [RecipeField<UniCL>] {
    LogitScale.fields(\.scale) + SoftmaxLoss.fields(\.loss, choosesDuplicates: false)
      + [.value("needsLabels", \.needsLabels)]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try scale.validate(at: path) }

  package var logits: LogitSettings { scale.settings() }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    requirements.labels = needsLabels
    return requirements
  }

  public var requests: [ViewRequest] { .pairs }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    try loss.evaluate(
      input, groups: { DuplicateIds(input.duplicateIds, labels: input.facts.map(\.label)).ids }, on: tape)
  }
}
