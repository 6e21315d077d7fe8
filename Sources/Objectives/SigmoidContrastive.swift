import Autograd
import Tensors

/// The logistic loss of every pair by itself, with a learned temperature and bias (SigLIP, Zhai et al. 2023). It needs no
/// sum over the batch.
public struct SigmoidContrastive: Sendable, Hashable {
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates: DuplicateRule

  public init(duplicates: DuplicateRule = .masked) {
    self.duplicates = duplicates
  }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    guard let bias = input.logitBias else {
      throw TensorError("the sigmoid objective needs a tower with a bias on its logits")
    }
    let (loss, result) = try tape.contrastiveLoss(
      input.images, input.texts, logScale: input.logScale, bias: bias, duplicateIds: input.duplicateIds,
      duplicates: duplicates)
    return ObjectiveResult(
      loss: loss, metrics: try result.metrics(input) + [("bias", Double(bias.value.withFloats { $0[0] }))])
  }
}
