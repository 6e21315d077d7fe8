import CKernels

/// A block of memory that tensors look at. It goes back to its allocator when the last tensor lets go of it.
public final class Storage: @unchecked Sendable {
  /// Aligned to 64 bytes.
  @usableFromInline let base: UnsafeMutableRawPointer
  public let byteCount: Int
  private let release: @Sendable (UnsafeMutableRawPointer) -> Void

  /// Takes over `base`, which `release` gives back.
  public init(
    base: UnsafeMutableRawPointer, byteCount: Int, release: @escaping @Sendable (UnsafeMutableRawPointer) -> Void
  ) {
    self.base = base
    self.byteCount = byteCount
    self.release = release
  }

  deinit { release(base) }
}
