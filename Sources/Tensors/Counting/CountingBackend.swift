import Synchronization

/// A device that only counts: the same towers, tapes and optimizers run on it, but nothing is computed and no memory is taken.
/// What is left over is how many bytes there were at a time, and how many operations were asked for.
///
/// Bytes are those that the processor's backend would have handed out, in its size classes. Reading a value is an error; only what
/// the host gave the device is there to be read again.
public final class CountingBackend: Backend {
  public let kernels: any KernelTable
  private let tally = MemoryTally()
  private let count = OperationCount()

  /// - Parameter workers: threads of the processor that is planned for, each with scratch of its own.
  public init(workers: Int = 1) {
    kernels = ProfiledKernels(CountingKernels(memory: tally, workers: workers), profile: count)
  }

  /// What is planned for decides, so this is never asked.
  public var preferredActivation: ElementType { .float32 }

  public func allocate(byteCount: Int) throws -> Storage { try tally.allocate(byteCount) }

  public func allocate(holding bytes: UnsafeRawBufferPointer) throws -> Storage {
    let size = CachingAllocator.sizeClass(bytes.count)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
    guard let base = memory.baseAddress else { throw TensorError("out of memory: \(size) bytes could not be had") }
    let counted = try tally.allocate(bytes.count)
    let storage = Storage(base: base, byteCount: size) { pointer in
      pointer.deallocate()
      withExtendedLifetime(counted) {}
    }
    storage.copy(bytes)
    return storage
  }

  public var usedBytes: Int { tally.state.used }
  public var peakBytes: Int { tally.state.peak }
  /// Bytes that were asked of the system: buffers of one size class do not serve another.
  public var reservedBytes: Int { tally.state.reserved }
  /// Bytes of scratch that workers keep between operations, beside what tensors take.
  public var scratchBytes: Int { tally.state.scratch.values.reduce(0, +) }
  /// Floating-point operations so far, two for each multiply-add.
  public var operations: Double { count.operations }
}

/// Bytes of tensors that hold nothing.
final class MemoryTally: Sendable {
  struct State {
    var used = 0
    var peak = 0
    var reserved = 0
    var scratch: [Scratch: Int] = [:]
    /// Buffers that were given back, by their size.
    var free: [Int: Int] = [:]
  }

  /// What scratch is for; see `WorkerScratch`.
  enum Scratch { case packed, partial, attention }

  private let mutex = Mutex(State())

  var state: State { mutex.withLock { $0 } }

  func allocate(_ byteCount: Int) throws -> Storage {
    guard byteCount >= 0, byteCount < 1 << 60 else {
      throw TensorError("a tensor of \(byteCount) bytes was asked for; no machine has that much memory")
    }
    let size = CachingAllocator.sizeClass(byteCount)
    mutex.withLock { state in
      if let count = state.free[size], count > 0 { state.free[size] = count - 1 } else { state.reserved += size }
      state.used += size
      state.peak = max(state.peak, state.used)
    }
    return Storage(countedBytes: size) { [self] in
      mutex.withLock { state in
        state.free[size, default: 0] += 1
        state.used -= size
      }
    }
  }

  /// Notes that an operation needs so many bytes of scratch, which stay.
  func scratch(_ purpose: Scratch, _ byteCount: Int) {
    mutex.withLock { $0.scratch[purpose] = max($0.scratch[purpose] ?? 0, byteCount) }
  }
}

/// Adds up operations.
private final class OperationCount: KernelWitness {
  private let sum = Mutex(0.0)

  var operations: Double { sum.withLock { $0 } }

  func measure<Result>(
    _ name: String, operations: Double, detail: @autoclosure () -> String, _ body: () throws -> Result
  ) rethrows -> Result {
    if operations > 0 { sum.withLock { $0 += operations } }
    return try body()
  }
}
