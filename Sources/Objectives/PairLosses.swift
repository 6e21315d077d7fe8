import Autograd
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// The contrastive loss of each pair by itself, without gradients and without the square of similarities.
struct PairLosses {
  /// Rows whose similarities exist at one time.
  private static let block = 256

  /// In nats, `[pairs]`: the mean of an image's loss among texts and of its text's among images.
  let values: [Double]

  /// - Parameters:
  ///   - images: unit rows, float32 `[pairs, width]`.
  ///   - texts: the same of texts.
  ///   - scale: factor on cosines.
  ///   - ids: `[pairs]`, equal for pairs that do not count among each other; nil where all count.
  init(images: Tensor, texts: Tensor, scale: Float, ids: [Int32]?, backend: any Backend) throws {
    let pairs = images.shape.rows
    var own = [Float](repeating: 0, count: pairs)
    var rows = [Float](repeating: 0, count: pairs)
    // Sums of columns over the blocks so far, as logarithms.
    var columns = [Double](repeating: -.infinity, count: pairs)
    let texts = Variable(texts)
    let members = ids.map { Dictionary(grouping: $0.indices) { [ids = $0] in ids[$0] } }
    for start in stride(from: 0, to: pairs, by: Self.block) {
      let range = start..<min(pairs, start + Self.block)
      let tape = Tape(backend: backend, activation: .float32, isRecording: false)
      let logits = try tape.scale(
        tape.matrixProduct(tape.rows(Variable(images), range), transposed: texts), by: scale
      ).value
      try logits.withFloats { values in
        for row in range {
          let line = (row - start) * pairs
          own[row] = values[line + row]
          guard let ids, let members else { continue }
          for other in members[ids[row]] ?? [] where other != row { values[line + other] = -1e9 }
        }
      }
      let sums = try (tape.logSumExp(Variable(logits)).value, tape.logSumExp(Variable(logits), per: .column).value)
      rows.replaceSubrange(range, with: try sums.0.floatArray())
      for (column, sum) in try sums.1.floatArray().enumerated() {
        columns[column] = Self.joined(columns[column], Double(sum))
      }
    }
    values = (0..<pairs).map { (Double(rows[$0]) + columns[$0]) / 2 - Double(own[$0]) }
  }

  /// The logarithm of the sum of what two logarithms are of.
  private static func joined(_ a: Double, _ b: Double) -> Double {
    let most = max(a, b)
    return most == -.infinity ? most : most + log(exp(a - most) + exp(b - most))
  }
}
