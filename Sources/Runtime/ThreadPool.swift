import CKernels

/// The one pool of threads of a run: kernels, dense products and data preparation all take turns on it.
///
/// Not reentrant: a body must not call the pool it runs on.
public final class ThreadPool: @unchecked Sendable {
  private let handle: OpaquePointer
  /// Number of workers, the calling thread included.
  public let threads: Int

  /// Starts `threads - 1` threads. Throws when the count is below 1 or the system refuses a thread.
  public init(threads: Int) throws {
    guard let handle = clippo_pool_create(Int32(clamping: threads)) else {
      throw RuntimeError(
        "could not start \(threads) \(threads == 1 ? "thread" : "threads"); ask for at least 1 and at most what the system allows"
      )
    }
    self.handle = handle
    self.threads = threads
  }

  deinit { clippo_pool_destroy(handle) }

  /// Runs `body` once on every worker, worker 0 on the calling thread, and returns when all are done.
  public func run(_ body: (_ worker: Int, _ workers: Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      var job = body
      withUnsafeMutablePointer(to: &job) { pointer in
        clippo_pool_run(
          handle,
          { context, worker, workers in
            context?.assumingMemoryBound(to: ((Int, Int) -> Void).self).pointee(Int(worker), Int(workers))
          }, pointer)
      }
    }
  }

  /// Cuts `0 ..< count` into one piece a worker, each a multiple of `grain` long but for the last; some may be empty.
  public func cut(_ count: Int, grain: Int = 1) -> [Range<Int>] {
    let grains = (count + grain - 1) / grain
    return (0..<threads).map { worker in
      min(count, grains * worker / threads * grain)..<min(count, grains * (worker + 1) / threads * grain)
    }
  }

  /// Runs `body` on the pieces of `cut(count, grain:)` that are not empty, each on its own worker.
  public func parallel(_ count: Int, grain: Int = 1, _ body: (_ range: Range<Int>, _ worker: Int) -> Void) {
    let pieces = cut(count, grain: grain)
    let busy = pieces.indices.filter { !pieces[$0].isEmpty }
    if busy.count <= 1 {
      for worker in busy { body(pieces[worker], worker) }
      return
    }
    run { worker, _ in
      if !pieces[worker].isEmpty { body(pieces[worker], worker) }
    }
  }

  /// Cuts sequences into one piece a worker so that the pieces hold about equally many tokens.
  ///
  /// - Parameter offsets: `[sequences + 1]`, rising; sequence `s` owns tokens `offsets[s] ..< offsets[s + 1]`.
  public func parallelSequences(
    offsets: UnsafeBufferPointer<Int32>, _ body: (_ sequences: Range<Int>, _ worker: Int) -> Void
  ) {
    let sequences = offsets.count - 1
    guard sequences > 0 else { return }
    let total = Int(offsets[sequences])
    func boundary(_ worker: Int, of workers: Int) -> Int {
      if worker == workers { return sequences }
      let target = total * worker / workers
      var low = 0
      var high = sequences
      while low < high {
        let middle = (low + high) / 2
        if Int(offsets[middle]) < target { low = middle + 1 } else { high = middle }
      }
      return low
    }
    run { worker, workers in
      let range = boundary(worker, of: workers)..<max(boundary(worker, of: workers), boundary(worker + 1, of: workers))
      if !range.isEmpty { body(range, worker) }
    }
  }
}
