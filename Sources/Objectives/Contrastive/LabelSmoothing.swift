import Autograd
import Tensors

/// How the losses of the two directions, image to text and text to image, become one.
public enum DirectionReduction: String, Sendable, Hashable, CaseIterable {
  /// Their mean (CLIP, UniCL).
  case mean
  /// Their sum, twice as much (ALIGN, OTTER).
  case sum

  var factor: Float { self == .mean ? 1 : 2 }
}

/// Label smoothing (Szegedy et al. 2016) of a contrastive softmax loss, added to the loss that was made without it.
///
/// The right texts of an image keep `1 - smoothing` of what they had, and all texts that take part share the rest; images of a
/// text likewise. Cross-entropy is linear in the logits of its targets, so what smoothing adds is a weighted sum of all
/// similarities, of which sums of rows are enough: the square of similarities is not needed.
struct LabelSmoothing {
  private let smoothing: Double
  private let duplicates: DuplicateRule
  private let groups: PairGroups

  /// - Parameters:
  ///   - smoothing: share of the targets that is spread, 0…1.
  ///   - duplicateIds: int32 `[pairs]`, equal for the pairs of a group.
  init(_ smoothing: Double, duplicates: DuplicateRule, duplicateIds: Tensor, backend: any Backend) throws {
    self.smoothing = smoothing
    self.duplicates = duplicates
    groups = try PairGroups(duplicateIds, backend: backend)
  }

  /// What smoothing adds to the mean of both directions, float32 `[1]`.
  ///
  /// With weights q of the targets and u of the texts that take part, it is smoothing · Σ (q - u) · logit / pairs, where u is the mean
  /// of both directions.
  ///
  /// - Parameters:
  ///   - images: unit rows, float32 `[pairs, width]`.
  ///   - texts: the same of texts.
  ///   - logScale: logarithm of the logit scale, `[1]`.
  func addition(images: Variable, texts: Variable, logScale: Variable, on tape: Tape) throws -> Variable {
    let pairs = groups.pairs
    func weighted(_ rows: Variable, _ weight: (_ size: Float) -> Float) throws -> Variable {
      try groups.weighted(rows, on: tape) { weight($1) }
    }
    var targets = texts
    let spread: Variable
    switch duplicates {
    case .negative, .positive:
      if duplicates == .positive { targets = try weighted(groups.sum(ofGroup: texts, on: tape)) { 1 / $0 } }
      spread = try tape.scale(groups.sum(ofAll: texts, on: tape), by: 1 / Float(pairs))
    case .masked:
      // Of a group only the pair itself takes part.
      func half(_ size: Float) -> Float { 0.5 / (Float(pairs) - size + 1) }
      func present(_ rows: Variable) throws -> Variable {
        try tape.add(
          tape.add(groups.sum(ofAll: rows, on: tape), tape.scale(groups.sum(ofGroup: rows, on: tape), by: -1)), rows)
      }
      spread = try tape.add(weighted(present(texts), half), present(weighted(texts, half)))
    }
    let difference = try tape.add(targets, tape.scale(spread, by: -1))
    let total = try tape.sum(tape.multiply(images, by: difference))
    return try tape.scale(
      tape.scale(total, by: tape.exponential(logScale)), by: Float(smoothing) / Float(pairs))
  }
}
