import Autograd
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Softmax cross-entropy over all pairs of a batch in both directions, in which pairs weigh differently, in blocks: the square of
/// similarities never exists as a whole.
struct WeightedContrast {
  /// Constant factors on the losses of the pairs, `[pairs]`; none where nothing is held.
  let weights: [Float]
  /// `[pairs]`, equal for pairs that do not count among each other's negatives; nil where all count.
  let ids: [Int32]?
  /// Rows whose similarities exist at one time.
  var block = PairLogits.usualBlock

  /// The mean over the pairs of weight times the mean of both directions' losses, float32 `[1]`.
  ///
  /// - Parameters:
  ///   - rows: unit rows, float32 `[pairs, width]`.
  ///   - columns: the same of their partners.
  ///   - logScale: logarithm of the logit scale, `[1]`.
  func loss(_ rows: Variable, _ columns: Variable, logScale: Variable, on tape: Tape) throws -> Variable {
    let logits = PairLogits(
      rows: rows.value, columns: columns.value, scale: try logScale.value.withFloats { exp($0[0]) }, ids: ids,
      block: block)
    let sums = try logits.sums(on: tape.backend)
    let share = 0.5 / Double(max(1, logits.pairs))
    let loss = weights.indices.reduce(0.0) { sum, pair in
      sum + Double(weights[pair]) * (Double(sums.rows[pair]) + sums.columns[pair] - 2 * Double(sums.own[pair]))
    }
    let value = try tape.backend.tensor([Float(share * loss)], [1])
    return tape.record(value, from: [rows, columns, logScale]) { [backend = tape.backend] dloss in
      let factor = try Float(share) * (dloss.hasValues ? dloss.withFloats { $0[0] } : 1)
      let (drows, dcolumns) = try derivatives(logits, sums, factor: factor, backend)
      if logScale.needsGradient {
        // A logit is the product of the scale and a cosine, so its derivative by either is known by that of the other.
        let tape = Tape(backend: backend, activation: .float32, isRecording: false)
        try logScale.receive(tape.sum(tape.multiply(Variable(drows), by: Variable(rows.value))).value, backend)
      }
      try rows.receive(drows, backend)
      try columns.receive(dcolumns, backend)
    }
  }

  /// Of `factor` times the sum over pairs of weight times both directions' losses, by rows and by columns.
  ///
  /// By a logit it is `weights[row] · softmax of the row + weights[column] · softmax of the column`, and on the diagonal `2 · weights`
  /// less.
  private func derivatives(
    _ logits: PairLogits, _ sums: PairLogits.Sums, factor: Float, _ backend: any Backend
  ) throws -> (rows: Tensor, columns: Tensor) {
    let tape = Tape(backend: backend, activation: .float32, isRecording: false)
    let shape = Shape([logits.pairs])
    let factors = try backend.empty(shape, .float32)
    try factors.writeFloats { _ = $0.update(fromContentsOf: weights) }
    let ofRows = try backend.tensor(sums.rows.map { -$0 }, shape)
    let ofColumns = try backend.tensor(sums.columns.map { Float(-$0) }, shape)
    let drows = try backend.empty(logits.rows.shape, .float32)
    let dcolumns = try backend.zeros(logits.columns.shape, .float32)
    let scale = factor * logits.scale
    for range in logits.blocks {
      let block = try logits.logits(range, on: tape)
      let toColumns = try tape.multiply(
        tape.exponential(tape.add(block, Variable(ofRows.rows(range)), per: .row)),
        by: Variable(factors.rows(range)), per: .row)
      let toRows = try tape.multiply(
        tape.exponential(tape.add(block, Variable(ofColumns), per: .column)), by: Variable(factors), per: .column)
      let dlogits = try tape.scale(tape.add(toColumns, toRows), by: scale)
      if dlogits.value.hasValues {
        try dlogits.value.writeFloats { values in
          for row in range { values[(row - range.lowerBound) * logits.pairs + row] -= 2 * scale * weights[row] }
        }
      }
      try backend.kernels.convert(
        try drows.rows(range), tape.matrixProduct(dlogits, Variable(logits.columns)).value)
      try backend.kernels.linearWeightGradient(
        dcolumns, dbias: nil, x: dlogits.value, try logits.rows.rows(range))
    }
    return (drows, dcolumns)
  }
}
