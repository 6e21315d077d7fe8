import Autograd
import Corpora
import Schema
import Tensors

/// Unified contrastive learning of images, texts and labels (UniCL, Yang et al. 2022; Florence, Yuan et al. 2021): all pairs with
/// one label are each other's positives and share the target alike. A pair without a label is its own, but for those that
/// have its image or its caption.
public struct UniCL: ObjectiveKind, Objective, Hashable {
  package static let names = ["unicl", "florence"]

  /// Factor on the cosine similarities at the beginning; it is learned.
  public var logitScale = 1 / 0.07
  /// What it is kept within.
  var bounds = LogitBounds()
  /// How the losses of the two directions become one.
  public var directions = DirectionReduction.mean
  /// Share of the targets that all texts of the batch share.
  public var labelSmoothing = 0.0
  /// Whether a corpus in which no record has a label is refused.
  public var needsLabels = true

  public init() {}

  package static var fields: [RecipeField<UniCL>] {
    [
      .value("logitScale", \.logitScale, in: 0.01...1000), .value("minLogitScale", \.bounds.smallest),
      .value("maxLogitScale", \.bounds.largest), .value("directions", \.directions),
      .value("labelSmoothing", \.labelSmoothing, in: 0...0.999), .value("needsLabels", \.needsLabels),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try bounds.validate(logitScale, at: path) }

  package var logits: LogitSettings { LogitSettings(scale: logitScale, range: bounds.range) }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    requirements.labels = needsLabels
    return requirements
  }

  public var requests: [ViewRequest] { .pairs }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    try SoftmaxLoss(duplicates: .positive, directions: directions, labelSmoothing: labelSmoothing)
      .evaluate(
        input, groups: { DuplicateIds(input.duplicateIds, labels: input.facts.map(\.label)).ids }, on: tape)
  }
}
