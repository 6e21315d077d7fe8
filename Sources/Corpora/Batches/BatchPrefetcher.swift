import Dispatch
import Synchronization

/// Prepares batches ahead, on threads of its own, while others are trained on. The batches and their order are the loader's.
public final class BatchPrefetcher: BatchSource {
  public private(set) var state: LoaderState
  private let shared: Shared
  private let worker = DispatchQueue(label: "clippo.batches")

  /// - Parameters:
  ///   - loader: is used by nobody else from now on; its pool must not be the one that trains.
  ///   - limit: bytes of prepared batches; another is begun while fewer wait, so one batch may exceed it.
  public init(_ loader: BatchLoader, limit: Int) {
    state = loader.state
    shared = Shared(loader: loader, limit: limit)
    worker.async { [shared] in shared.prepareAll() }
  }

  deinit { shared.stop() }

  /// The next batch, waiting for it where it is not ready. Throws what preparing it threw, each time it is asked again.
  public func next() throws -> TrainingBatch {
    let prepared = try shared.take()
    state = prepared.state
    return prepared.batch
  }

  public var skipped: [SkippedRecord] { shared.loader.skipped }

  private struct Prepared: Sendable {
    let batch: TrainingBatch
    /// Where the loader stood after it.
    let state: LoaderState
  }

  /// What the two sides share. The loader's state is only touched by the thread that prepares.
  private final class Shared: @unchecked Sendable {
    private struct Queue {
      var ready: [Prepared] = []
      var bytes = 0
      var failure: (any Error)?
      var isStopped = false
      var isWaiting = false
    }

    let loader: BatchLoader
    private let limit: Int
    private let queue = Mutex(Queue())
    /// Raised once for every batch that is ready, and for the end.
    private let ready = DispatchSemaphore(value: 0)
    /// Raised when the preparing side waits and should look again.
    private let room = DispatchSemaphore(value: 0)

    init(loader: BatchLoader, limit: Int) {
      self.loader = loader
      self.limit = limit
    }

    func prepareAll() {
      while waitForRoom() {
        do {
          let batch = try loader.next()
          let prepared = Prepared(batch: batch, state: loader.state)
          queue.withLock {
            $0.ready.append(prepared)
            $0.bytes += batch.pixels.count
          }
          ready.signal()
        } catch {
          queue.withLock { $0.failure = error }
          ready.signal()
          return
        }
      }
    }

    /// False when nobody wants batches any more.
    private func waitForRoom() -> Bool {
      while true {
        let (isStopped, hasRoom) = queue.withLock { queue in
          queue.isWaiting = queue.bytes >= limit && !queue.ready.isEmpty && !queue.isStopped
          return (queue.isStopped, !queue.isWaiting)
        }
        if isStopped || hasRoom { return !isStopped }
        room.wait()
      }
    }

    func take() throws -> Prepared {
      ready.wait()
      let (prepared, failure, mustWake) = queue.withLock { queue -> (Prepared?, (any Error)?, Bool) in
        guard !queue.ready.isEmpty else { return (nil, queue.failure, false) }
        let first = queue.ready.removeFirst()
        queue.bytes -= first.batch.pixels.count
        let mustWake = queue.isWaiting
        queue.isWaiting = false
        return (first, nil, mustWake)
      }
      if mustWake { room.signal() }
      if let prepared { return prepared }
      // Whoever asks again gets the same answer.
      ready.signal()
      throw failure ?? CorpusError("no batch is ready and none will be")
    }

    func stop() {
      queue.withLock { $0.isStopped = true }
      room.signal()
    }
  }
}
