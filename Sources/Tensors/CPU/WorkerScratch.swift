#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Memory that each worker of a pool keeps for itself between jobs, one growing buffer for each purpose.
final class WorkerScratch: @unchecked Sendable {
  enum Purpose: Int, CaseIterable { case product, rows, parts, attention, partial }

  private var buffers: [(base: UnsafeMutableRawPointer?, byteCount: Int)]

  init(workers: Int) {
    buffers = Array(repeating: (nil, 0), count: workers * Purpose.allCases.count)
  }

  deinit { for buffer in buffers { free(buffer.base) } }

  /// Makes room for every worker. Called before a job starts, so that no worker needs to allocate or fail.
  func reserve(_ purpose: Purpose, byteCount: Int) throws {
    let kinds = Purpose.allCases.count
    for index in stride(from: purpose.rawValue, to: buffers.count, by: kinds) where buffers[index].byteCount < byteCount
    {
      free(buffers[index].base)
      let size = (byteCount + 63) / 64 * 64
      guard let base = aligned_alloc(64, size) else {
        buffers[index] = (nil, 0)
        throw TensorError("out of memory: \(size) bytes of scratch cannot be allocated; use a smaller batch or model")
      }
      buffers[index] = (base, size)
    }
  }

  /// The reserved buffers of one purpose, a pointer a worker. They stay valid until the next `reserve`.
  func buffers(_ purpose: Purpose) -> [UnsafeMutableRawPointer] {
    stride(from: purpose.rawValue, to: buffers.count, by: Purpose.allCases.count).compactMap { buffers[$0].base }
  }
}
