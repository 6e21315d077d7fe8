import Autograd
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// The logits of all pairs of a batch, some rows at a time: the square of similarities never exists as a whole.
struct PairLogits {
  /// Rows whose logits exist at one time, usually.
  static let usualBlock = 256

  /// Unit rows, float32 `[pairs, width]`.
  let rows: Tensor
  /// The same of their partners.
  let columns: Tensor
  /// Factor on cosines.
  let scale: Float
  private let block: Int
  private let groups: (ids: [Int32], members: [Int32: [Int]])?

  /// - Parameters:
  ///   - rows: unit rows, float32 `[pairs, width]`.
  ///   - columns: the same of their partners.
  ///   - scale: factor on cosines.
  ///   - ids: `[pairs]`, equal for pairs that do not count among each other; nil where all count.
  ///   - block: rows whose logits exist at one time.
  init(rows: Tensor, columns: Tensor, scale: Float, ids: [Int32]?, block: Int = PairLogits.usualBlock) {
    self.rows = rows
    self.columns = columns
    self.scale = scale
    self.block = block
    groups = ids.map { ids in (ids: ids, members: Dictionary(grouping: ids.indices) { ids[$0] }) }
  }

  var pairs: Int { rows.shape.rows }

  /// All rows.
  var blocks: [Range<Int>] {
    stride(from: 0, to: pairs, by: block).map { $0..<min(pairs, $0 + block) }
  }

  /// The logits of some rows, float32 `[range.count, pairs]`; those of pairs that do not count are far below all others.
  ///
  /// - Parameter tape: one that records nothing.
  func logits(_ range: Range<Int>, on tape: Tape) throws -> Variable {
    let logits = try tape.scale(
      tape.matrixProduct(Variable(rows.rows(range)), transposed: Variable(columns)), by: scale)
    guard let groups, logits.value.hasValues else { return logits }
    try logits.value.writeFloats { values in
      for row in range {
        for other in groups.members[groups.ids[row]] ?? [] where other != row {
          values[(row - range.lowerBound) * pairs + other] = -1e9
        }
      }
    }
    return logits
  }

  /// What the losses of pairs are made of, `[pairs]` each.
  struct Sums {
    /// The logits of the pairs themselves.
    var own: [Float]
    /// Logarithms of the sums of the exponentials of rows, and of columns.
    var rows: [Float]
    var columns: [Double]
  }

  /// Zeros where nothing is held.
  func sums(on backend: any Backend) throws -> Sums {
    var sums = Sums(
      own: [Float](repeating: 0, count: pairs), rows: [Float](repeating: 0, count: pairs),
      columns: [Double](repeating: -.infinity, count: pairs))
    for range in blocks {
      let tape = Tape(backend: backend, activation: .float32, isRecording: false)
      let logits = try logits(range, on: tape)
      let (rows, columns) = (
        try tape.logSumExp(logits).value, try tape.logSumExp(logits, per: .column).value
      )
      guard rows.hasValues else { continue }
      try logits.value.withFloats { values in
        for row in range { sums.own[row] = values[(row - range.lowerBound) * pairs + row] }
      }
      sums.rows.replaceSubrange(range, with: try rows.floatArray())
      for (column, sum) in try columns.floatArray().enumerated() {
        sums.columns[column] = Self.joined(sums.columns[column], Double(sum))
      }
    }
    return sums
  }

  /// The logarithm of the sum of what two logarithms are of.
  private static func joined(_ a: Double, _ b: Double) -> Double {
    let most = max(a, b)
    return most == -.infinity ? most : most + log(exp(a - most) + exp(b - most))
  }
}
