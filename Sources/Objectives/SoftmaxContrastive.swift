import Autograd
import Schema
import Tensors

/// InfoNCE over all pairs of a batch in both directions, with a learned temperature (Radford et al. 2021; CLIPPO).
public struct SoftmaxContrastive: RecipeSection, Hashable {
  /// Factor on the cosine similarities at the beginning; it is learned.
  public var logitScale = 10.0
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates = DuplicateRule.masked

  public init() {}

  public init(duplicates: DuplicateRule) { self.duplicates = duplicates }

  package static var fields: [RecipeField<SoftmaxContrastive>] {
    [
      .value("logitScale", \.logitScale, in: 0.01...1000),
      .value("duplicatePairs", \.duplicates),
    ]
  }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let (loss, result) = try tape.contrastiveLoss(
      input.images, input.texts, logScale: input.logScale, duplicateIds: input.duplicateIds, duplicates: duplicates)
    return ObjectiveResult(loss: loss, metrics: try result.metrics(input))
  }
}
