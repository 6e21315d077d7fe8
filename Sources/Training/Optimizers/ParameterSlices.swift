import Models
import Runtime

/// All parameters cut into pieces of bounded length, so that threads share large and small ones evenly.
///
/// The cut does not depend on the number of threads, so sums over pieces do not either.
struct ParameterSlices {
  struct Slice {
    let parameter: Int
    let range: Range<Int>
  }

  let slices: [Slice]

  init(_ parameters: [OptimizedParameter], longest: Int = 16_384) {
    slices = parameters.enumerated().flatMap { index, parameter in
      stride(from: 0, to: parameter.value.count, by: longest).map {
        Slice(parameter: index, range: $0..<min($0 + longest, parameter.value.count))
      }
    }
  }

  /// Runs `body` on every piece, each once, on all threads.
  func forEach(on pool: ThreadPool, _ body: (_ index: Int, _ slice: Slice) -> Void) {
    pool.parallel(slices.count) { indices, _ in
      for index in indices { body(index, slices[index]) }
    }
  }
}
