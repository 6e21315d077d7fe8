import CKernels

/// A block of memory that tensors look at. It goes back to its allocator when the last tensor lets go of it.
///
/// On a device that only counts (`CountingBackend`) it is a number of bytes and nothing more.
public final class Storage: @unchecked Sendable {
  /// Aligned to 64 bytes; nil where there are no values.
  private let memory: UnsafeMutableRawPointer?
  public let byteCount: Int
  private let release: @Sendable (UnsafeMutableRawPointer?) -> Void

  /// Takes over `base`, which `release` gives back.
  public init(
    base: UnsafeMutableRawPointer, byteCount: Int, release: @escaping @Sendable (UnsafeMutableRawPointer) -> Void
  ) {
    memory = base
    self.byteCount = byteCount
    self.release = { if let base = $0 { release(base) } }
  }

  /// So many bytes without memory.
  init(countedBytes byteCount: Int, release: @escaping @Sendable () -> Void) {
    memory = nil
    self.byteCount = byteCount
    self.release = { _ in release() }
  }

  /// Whether there is anything to read or write.
  var hasValues: Bool { memory != nil }

  /// Where the values are, for kernels. Those of a processor never meet a tensor of a device that only counts.
  @usableFromInline var base: UnsafeMutableRawPointer {
    guard let memory else { preconditionFailure("a kernel was handed a tensor of a device that only counts") }
    return memory
  }

  /// Begins with these bytes. Never inlined: a throwing function that ends in a copy of memory loses its error register
  /// (https://github.com/swiftlang/swift/issues/90477, and `scripts/check-error-returns`).
  @inline(never)
  func copy(_ bytes: UnsafeRawBufferPointer) {
    if let memory, let source = bytes.baseAddress { memory.copyMemory(from: source, byteCount: bytes.count) }
  }

  deinit { release(memory) }
}
