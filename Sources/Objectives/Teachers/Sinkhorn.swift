import Autograd
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Entropic optimal transport between as many rows as columns, all of one weight (Cuturi 2013), in logarithms, so that no cost is too
/// large.
struct Sinkhorn {
  /// Weight of the entropy: above 0; the larger, the more even the plan.
  var epsilon: Double
  /// Rounds, each of rows and then columns.
  var iterations: Int

  /// The logarithm of the plan exp(−cost / ε) whose rows, and then columns, were brought to 1 / N so many times; float32 `[N, N]`.
  /// Columns sum to 1 / N, rows nearly.
  ///
  /// - Parameter costs: float32 `[N, N]`, constant.
  func logPlan(costs: Variable, on tape: Tape) throws -> Variable {
    let count = costs.value.shape.rows
    let part = try Variable(tape.backend.tensor([Float(log(Double(max(1, count))))], [1]))
    var plan = try tape.scale(costs, by: Float(-1 / epsilon))
    for _ in 0..<iterations {
      for side in [MatrixPart.row, .column] {
        let sums = try tape.add(tape.logSumExp(plan, per: side), part, per: .whole)
        plan = try tape.add(plan, tape.scale(sums, by: -1), per: side)
      }
    }
    return plan
  }
}
