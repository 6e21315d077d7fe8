import Autograd
import Models
import Tensors

/// Batch normalization (Ioffe and Szegedy 2015) over the rows of a whole batch, as training sees it: each column less its mean, over
/// its deviation, times a learned factor and plus a learned number. An objective sees whole batches, so the statistics are those of
/// all pairs, whatever the chunks, and their derivatives are exact. A head is used in training alone, so no running statistics are
/// kept.
struct BatchNorm {
  /// float32 `[width]`.
  let scale: Variable
  let bias: Variable
  private let epsilon: Float = 1e-5

  /// - Parameter name: prefix of the parameters' names.
  init(_ store: ParameterStore, _ name: String, width: Int) throws {
    scale = try store.add("\(name)/scale", shape: [width], .constant(1))
    bias = try store.add("\(name)/bias", shape: [width], .constant(0))
  }

  /// - Parameter x: float32 `[rows, width]`, not empty.
  func callAsFunction(_ x: Variable, on tape: Tape) throws -> Variable {
    let centered = try tape.add(x, tape.scale(tape.mean(x, per: .column), by: -1), per: .column)
    let variance = try tape.mean(tape.multiply(centered, by: centered), per: .column)
    let added = try tape.add(variance, Variable(tape.backend.tensor([epsilon], [1])), per: .whole)
    let reciprocal = try tape.exponential(tape.scale(tape.logarithm(added), by: -0.5))
    let normalized = try tape.multiply(centered, by: reciprocal, per: .column)
    return try tape.add(tape.multiply(normalized, by: scale, per: .column), bias, per: .column)
  }
}
