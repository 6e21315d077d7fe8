import Synchronization

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Keeps returned buffers for the next request of the same size class, so that after the first steps of a run nothing is
/// asked of the system.
///
/// Size classes are eighth steps between powers of two: at most an eighth of a buffer is wasted, and the sequence counts
/// of successive batches fall into few classes.
final class CachingAllocator: Sendable {
  private struct State: @unchecked Sendable {
    var free: [Int: [UnsafeMutableRawPointer]] = [:]
    var used = 0
    var peak = 0
    var fromSystem = 0
  }

  private let state = Mutex(State())

  var peakBytes: Int { state.withLock { $0.peak } }
  var usedBytes: Int { state.withLock { $0.used } }
  /// Buffers that were asked of the system.
  var systemRequests: Int { state.withLock { $0.fromSystem } }

  deinit {
    state.withLock { state in
      for pointer in state.free.values.joined() { free(pointer) }
    }
  }

  func allocate(byteCount: Int) throws -> Storage {
    guard byteCount >= 0, byteCount < 1 << 46 else {
      throw TensorError("a tensor of \(byteCount) bytes was asked for; no machine has that much memory")
    }
    let size = Self.sizeClass(byteCount)
    guard let base = take(size) else {
      throw TensorError("out of memory: \(size) bytes cannot be allocated; use a smaller batch or model")
    }
    return Storage(base: base, byteCount: size) { [self] in give($0, size) }
  }

  static func sizeClass(_ byteCount: Int) -> Int {
    let least = max(byteCount, 256)
    let step = max(64, 1 << (Int.bitWidth - 1 - least.leadingZeroBitCount - 3))
    return (least + step - 1) / step * step
  }

  private func take(_ size: Int) -> UnsafeMutableRawPointer? {
    let taken: Sent? = state.withLock { state in
      var pointer = state.free[size]?.popLast()
      if pointer == nil {
        pointer = Self.fromSystem(size)
        state.fromSystem += 1
      }
      guard let pointer else { return nil }
      state.used += size
      state.peak = max(state.peak, state.used)
      return Sent(pointer)
    }
    return taken?.pointer
  }

  /// Large buffers ask for large pages: rows of activations lie far apart, and looking up a page is slow, above all in
  /// virtual machines.
  private static func fromSystem(_ size: Int) -> UnsafeMutableRawPointer? {
    guard size >= largePage else { return aligned_alloc(64, size) }
    let pointer = aligned_alloc(largePage, (size + largePage - 1) / largePage * largePage)
    if let pointer { madvise(pointer, size, MADV_HUGEPAGE) }
    return pointer
  }

  private static let largePage = 2 << 20

  private func give(_ pointer: UnsafeMutableRawPointer, _ size: Int) {
    let sent = Sent(pointer)
    state.withLock { state in
      state.free[size, default: []].append(sent.pointer)
      state.used -= size
    }
  }

  /// A raw pointer on its way through the lock.
  private struct Sent: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    init(_ pointer: UnsafeMutableRawPointer) { self.pointer = pointer }
  }
}
