import CKernels
import Models
import Runtime

/// The length of all gradients taken as one vector, and clipping by it (Pascanu et al. 2013).
public final class GradientNorm {
  private let parameters: [OptimizedParameter]
  private let slices: ParameterSlices
  private let pool: ThreadPool

  /// - Parameter trainable: the parameters whose gradients count; none of them is frozen.
  ///
  /// Throws where a parameter cannot be trained.
  public init(of trainable: [Parameter], pool: ThreadPool) throws {
    parameters = try trainable.map { try OptimizedParameter($0) }
    slices = ParameterSlices(parameters)
    self.pool = pool
  }

  /// The norm of the gradients as they are now; not finite where one of them is not.
  public func measure() -> Double {
    var sums = [Double](repeating: 0, count: slices.slices.count)
    sums.withUnsafeMutableBufferPointer { sums in
      // Every piece writes its own place, so the threads do not meet.
      nonisolated(unsafe) let sums = sums
      slices.forEach(on: pool) { index, slice in
        guard let gradient = parameters[slice.parameter].gradient.firstFloat else { return }
        sums[index] = clippo_sum_squares_f32(gradient + slice.range.lowerBound, slice.range.count)
      }
    }
    return sums.reduce(0, +).squareRoot()
  }

  /// What to multiply gradients of the given norm by, so that it is at most `limit`; 1 when there is no limit.
  public static func scale(norm: Double, limit: Double?) -> Float {
    guard let limit, norm > limit else { return 1 }
    return Float(limit / norm)
  }
}
