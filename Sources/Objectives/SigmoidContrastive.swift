import Autograd
import Schema
import Tensors

/// The logistic loss of every pair by itself, with a learned temperature and bias (SigLIP, Zhai et al. 2023). It needs no
/// sum over the batch.
public struct SigmoidContrastive: RecipeSection, Hashable {
  /// Factor on the cosine similarities at the beginning; it is learned.
  public var logitScale = 10.0
  /// Added to the logits at the beginning; it is learned. Far below zero, since most pairs of a batch do not belong
  /// together.
  public var bias = -10.0
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates = DuplicateRule.masked

  public init() {}

  public init(duplicates: DuplicateRule) { self.duplicates = duplicates }

  package static var fields: [RecipeField<SigmoidContrastive>] {
    [
      .value("logitScale", \.logitScale, in: 0.01...1000), .value("bias", \.bias, in: -1000...1000),
      .value("duplicatePairs", \.duplicates),
    ]
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
