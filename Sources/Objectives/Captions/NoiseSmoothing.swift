import Autograd
import Tensors

/// Targets that trust each pair as far as it is not noise: an image's own text keeps `1 - λ ε` of the target and all others that take part
/// share the rest, and texts likewise (NLIP, Huang et al. 2023). It is added to the contrastive loss that was made without it.
///
/// Cross-entropy is linear in the logits of its targets, so sums of rows are enough, as in `LabelSmoothing`: with a = λ ε and n texts that
/// take part, an image's loss grows by `a · (own logit - sum of the others / (n - 1))`.
package struct NoiseSmoothing: Sendable, Hashable {
  /// λ: the share of the target that the noisiest pair loses, 0…1.
  package var strength: Double
  /// What becomes of pairs that show the same image or have the same caption; they are not each other's positives.
  package var duplicates: DuplicateRule

  package init(strength: Double = 0.5, duplicates: DuplicateRule = .masked) {
    self.strength = strength
    self.duplicates = duplicates
  }

  /// The loss of pairs with such targets, the mean of both directions.
  ///
  /// - Parameter noise: `[pairs]`, ε of each pair, 0…1; not asked for where nothing is held.
  package func evaluate(_ input: ObjectiveInput, noise: () -> [Double], on tape: Tape) throws -> ObjectiveResult {
    let plain = try SoftmaxLoss(duplicates: duplicates).evaluate(input, on: tape)
    let ids = try tape.backend.integers(input.pairs) { input.duplicateIds[...] }
    let groups = try PairGroups(ids, backend: tape.backend)
    let (images, texts) = (try input.embedding(.image), try input.embedding(.text))
    let shares = ids.hasValues ? noise().map { Float(strength * $0) } : []
    /// Texts or images beside its own that take part where a pair's group has so many.
    func others(_ size: Float) -> Float { Float(groups.pairs) - (duplicates == .masked ? size : 1) }
    /// The sums of those.
    func sums(_ rows: Variable) throws -> Variable {
      let absent = duplicates == .masked ? try groups.sum(ofGroup: rows, on: tape) : rows
      return try tape.add(groups.sum(ofAll: rows, on: tape), tape.scale(absent, by: -1))
    }
    let own = try tape.multiply(groups.weighted(images, on: tape) { others($1) > 0 ? shares[$0] : 0 }, by: texts)
    func spread(_ rows: Variable, over columns: Variable) throws -> Variable {
      try tape.multiply(
        groups.weighted(rows, on: tape) { others($1) > 0 ? -shares[$0] / (2 * others($1)) : 0 }, by: sums(columns))
    }
    let total = try tape.sum(tape.add(tape.add(own, spread(images, over: texts)), spread(texts, over: images)))
    let addition = try tape.scale(
      tape.scale(total, by: tape.exponential(input.logScale)), by: 1 / Float(max(1, groups.pairs)))
    return ObjectiveResult(loss: try tape.add(plain.loss, addition), metrics: plain.metrics)
  }
}
