import Autograd
import Schema
import Tensors

/// InfoNCE over all pairs of a batch in both directions, with a learned logit scale (Radford et al. 2021; CLIPPO, Tschannen et
/// al. 2023).
public struct SoftmaxContrastive: ObjectiveKind, Objective, Hashable {
  package static let names = ["softmaxContrastive", "clip", "clippo"]

  /// Factor on the cosine similarities at the beginning; it is learned.
  public var logitScale = 10.0
  /// What it is kept within. CLIP's own training keeps it below 100, CLIPPO's knows no bound.
  var bounds = LogitBounds()
  /// How the losses of the two directions become one.
  public var directions = DirectionReduction.mean
  /// Share of the targets that all texts of the batch share.
  public var labelSmoothing = 0.0
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates = DuplicateRule.masked

  public init() {}

  public init(duplicates: DuplicateRule) { self.duplicates = duplicates }

  package static var fields: [RecipeField<SoftmaxContrastive>] {
    [
      .value("logitScale", \.logitScale, in: 0.01...1000), .value("minLogitScale", \.bounds.smallest),
      .value("maxLogitScale", \.bounds.largest), .value("directions", \.directions),
      .value("labelSmoothing", \.labelSmoothing, in: 0...0.999), .value("duplicatePairs", \.duplicates),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try bounds.validate(logitScale, at: path) }

  package var logits: LogitSettings { LogitSettings(scale: logitScale, range: bounds.range) }

  public var requests: [ViewRequest] { .pairs }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    try SoftmaxLoss(duplicates: duplicates, directions: directions, labelSmoothing: labelSmoothing)
      .evaluate(input, on: tape)
  }
}
