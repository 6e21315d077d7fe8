import Autograd
import Tensors

/// Softmax cross-entropy over all pairs of a batch in both directions, in which pairs weigh differently. The square of similarities is there
/// as a whole: `pairs`² numbers, several times.
struct WeightedContrast {
  /// Constant factors on the losses of the pairs, `[pairs]`.
  let weights: [Float]
  /// `[pairs]`, equal for pairs that do not count among each other's negatives; nil where all count.
  let ids: [Int32]?

  /// The mean over the pairs of weight times the mean of both directions' losses, float32 `[1]`.
  ///
  /// - Parameters:
  ///   - rows: unit rows, float32 `[pairs, width]`.
  ///   - columns: the same of their partners.
  ///   - logScale: logarithm of the logit scale, `[1]`.
  func loss(_ rows: Variable, _ columns: Variable, logScale: Variable, on tape: Tape) throws -> Variable {
    let pairs = rows.value.shape.rows
    let backend = tape.backend
    var logits = try tape.scale(tape.matrixProduct(rows, transposed: columns), by: tape.exponential(logScale))
    if let mask = try mask(pairs, backend) { logits = try tape.add(logits, Variable(mask)) }
    let own = try backend.integers(pairs) { Array(0..<Int32(pairs))[...] }
    let factors = try backend.empty([pairs], .float32)
    try factors.writeFloats { _ = $0.update(fromContentsOf: weights) }
    let losses = try [logits, tape.transpose(logits)].map {
      try tape.softmaxCrossEntropy($0, targets: own, weights: factors, reduction: .sum)
    }
    return try tape.scale(tape.add(losses[0], losses[1]), by: 0.5 / Float(max(1, pairs)))
  }

  /// What takes pairs of one group out of each other's negatives; nil where there are none.
  private func mask(_ pairs: Int, _ backend: any Backend) throws -> Tensor? {
    guard let ids, Set(ids).count < pairs else { return nil }
    let mask = try backend.zeros([pairs, pairs], .float32)
    let members = Dictionary(grouping: ids.indices) { ids[$0] }
    try mask.writeFloats { values in
      for row in ids.indices {
        for column in members[ids[row]] ?? [] where column != row { values[row * pairs + column] = -1e9 }
      }
    }
    return mask
  }
}
