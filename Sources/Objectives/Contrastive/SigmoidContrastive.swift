import Autograd
import Schema
import Tensors

/// The logistic loss of every pair by itself, with a learned logit scale and bias (SigLIP, Zhai et al. 2023). It needs no sum
/// over the batch.
public struct SigmoidContrastive: ObjectiveKind, Objective, Hashable {
  package static let names = ["sigmoidContrastive", "siglip"]

  var scale = LogitScale(initial: 10)
  /// Added to the logits at the beginning; it is learned. Far below zero, since most pairs of a batch do not belong
  /// together.
  public var bias = -10.0
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates = DuplicateRule.masked

  public init() {}

  public init(duplicates: DuplicateRule) { self.duplicates = duplicates }

  package static var fields: [RecipeField<SigmoidContrastive>] {
    LogitScale.fields(\.scale) + [
      .value("bias", \.bias, in: -1000...1000), .value("duplicatePairs", \.duplicates),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try scale.validate(at: path) }

  package var logits: LogitSettings { scale.settings(bias: bias) }

  public var requests: [ViewRequest] { .pairs }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    guard let bias = input.logitBias else {
      throw ObjectiveError("the sigmoid objective needs a model with a bias on its logits")
    }
    let ids = try tape.backend.integers(input.pairs) { input.duplicateIds[...] }
    let (loss, result) = try tape.contrastiveLoss(
      input.embedding(.image), input.embedding(.text), logScale: input.logScale, bias: bias, duplicateIds: ids,
      duplicates: duplicates)
    return ObjectiveResult(
      loss: loss, metrics: try result.metrics(input) + [("bias", Double(bias.value.withFloats { $0[0] }))])
  }
}
