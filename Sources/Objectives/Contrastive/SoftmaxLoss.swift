import Autograd
import Schema
import Tensors

/// Softmax cross-entropy over all pairs of a batch in both directions, in blocks: what CLIP, ALIGN and UniCL have in common.
///
/// Written out with general operations, where `pairs` is small enough for the square:
///
///     logits = scale(matrixProduct(images, transposed: texts), by: exponential(logScale))
///     loss = factor · (softmaxCrossEntropy(logits, targets) + softmaxCrossEntropy(transpose(logits), targetsᵀ)) / 2
///
/// The tests hold the blocks against that.
struct SoftmaxLoss: Sendable, Hashable {
  /// What becomes of pairs that show the same image or have the same caption.
  var duplicates = DuplicateRule.masked
  /// How the losses of the two directions become one.
  var directions = DirectionReduction.mean
  /// Share of the targets that is spread over all that take part, 0…1.
  var labelSmoothing = 0.0

  /// The fields of a kind that is trained by it.
  ///
  /// - Parameter choosesDuplicates: false where the kind itself says what becomes of duplicates.
  static func fields<Kind>(
    _ loss: WritableKeyPath<Kind, SoftmaxLoss>, choosesDuplicates: Bool = true
  ) -> [RecipeField<Kind>] {
    [
      .value("directions", loss.appending(path: \.directions)),
      .value("labelSmoothing", loss.appending(path: \.labelSmoothing), in: 0...0.999),
    ] + (choosesDuplicates ? [.value("duplicatePairs", loss.appending(path: \.duplicates))] : [])
  }

  /// - Parameter groups: `[pairs]`, equal where pairs cannot be told apart; nil takes the batch's duplicates.
  func evaluate(_ input: ObjectiveInput, groups: (() -> [Int32])? = nil, on tape: Tape) throws -> ObjectiveResult {
    let images = try input.embedding(.image)
    let texts = try input.embedding(.text)
    let ids = try tape.backend.integers(input.pairs) { (groups?() ?? input.duplicateIds)[...] }
    var (loss, result) = try tape.contrastiveLoss(
      images, texts, logScale: input.logScale, duplicateIds: ids, duplicates: duplicates)
    if labelSmoothing > 0 {
      let smoothing = try LabelSmoothing(
        labelSmoothing, duplicates: duplicates, duplicateIds: ids, backend: tape.backend)
      loss = try tape.add(loss, smoothing.addition(images: images, texts: texts, logScale: input.logScale, on: tape))
    }
    if directions != .mean { loss = try tape.scale(loss, by: directions.factor) }
    return ObjectiveResult(loss: loss, metrics: try result.metrics(input))
  }
}

extension DuplicateRule: RecipeWord {}
extension DirectionReduction: RecipeWord {}
