import CKernels

/// What becomes of memory that is given back.
public enum FreedMemory {
  /// Keeps blocks of up to `bytes` (at most a gibibyte) with this process, for programs that ask for the same large blocks again
  /// and again: fresh memory is cleared and mapped page by page, which costs more than copying into it.
  public static func keep(bytes: Int) { clippo_keep_freed_memory(max(0, bytes)) }
}
