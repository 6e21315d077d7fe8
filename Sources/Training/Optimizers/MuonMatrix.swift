import Runtime
import Tensors

/// One matrix that Muon updates: a kernel, or some of its columns.
struct MuonMatrix {
  let parameter: OptimizedParameter
  /// The kernel's running mean of gradients, of its shape.
  let momentum: Tensor
  /// The matrix's columns among those of the kernel.
  let columns: Range<Int>
  let room: NewtonSchulz.Room

  private var rows: Int { parameter.value.shape.rows }

  /// Moves the momentum towards the gradient, and writes where the matrix is to go to the room's first place.
  ///
  /// - Parameters:
  ///   - kept: the part of the momentum that an update keeps.
  ///   - nesterov: whether the gradient counts once more, as if the momentum had been moved already.
  ///   - gradientScale: multiplies the gradient first.
  func writeDirection(kept: Float, nesterov: Bool, gradientScale: Float, pool: ThreadPool) {
    guard let gradient = parameter.gradient.firstFloat, let momentum = momentum.firstFloat,
      let direction = room.first.straight.firstFloat
    else { return }
    let (width, count, start) = (parameter.value.shape.width, columns.count, columns.lowerBound)
    let share = 1 - kept
    pool.parallel(rows, grain: 16) { rows, _ in
      for row in rows {
        let place = row * width + start
        for column in 0..<count {
          let now = gradientScale * gradient[place + column]
          let mean = momentum[place + column] + share * (now - momentum[place + column])
          momentum[place + column] = mean
          direction[row * count + column] = nesterov ? mean + share * (now - mean) : mean
        }
      }
    }
  }

  /// Moves the matrix.
  ///
  /// - Parameters:
  ///   - direction: float32 [rows, columns], which is subtracted.
  ///   - rate: multiplies the direction.
  ///   - decay: the part of the matrix that is taken away.
  func step(along direction: Tensor, rate: Float, decay: Float, pool: ThreadPool) {
    guard let value = parameter.value.firstFloat, let direction = direction.firstFloat else { return }
    let (width, count, start) = (parameter.value.shape.width, columns.count, columns.lowerBound)
    let kept = 1 - decay
    pool.parallel(rows, grain: 16) { rows, _ in
      for row in rows {
        let place = row * width + start
        for column in 0..<count {
          value[place + column] = kept * value[place + column] - rate * direction[row * count + column]
        }
      }
    }
  }
}
