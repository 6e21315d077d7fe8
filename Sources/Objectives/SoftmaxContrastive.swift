import Autograd
import Tensors

/// InfoNCE over all pairs of a batch in both directions, with a learned temperature (Radford et al. 2021; CLIPPO).
public struct SoftmaxContrastive: Sendable, Hashable {
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates: DuplicateRule

  public init(duplicates: DuplicateRule = .masked) {
    self.duplicates = duplicates
  }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let (loss, result) = try tape.contrastiveLoss(
      input.images, input.texts, logScale: input.logScale, duplicateIds: input.duplicateIds, duplicates: duplicates)
    return ObjectiveResult(loss: loss, metrics: try result.metrics(input))
  }
}
