/// The stretch of a file that is in memory while it is read from front to back.
struct FileWindow: Sendable {
  let file: OpenFile
  /// Bytes read at once.
  let chunk: Int
  private var bytes: [UInt8] = []
  private var start = 0

  init(_ file: OpenFile, chunk: Int) {
    self.file = file
    self.chunk = max(1, chunk)
  }

  /// The bytes in memory from `offset` on: at least `count` of them, fewer only where the file ends; valid inside `body`
  /// only.
  mutating func withBytes<R>(
    from offset: Int, atLeast count: Int = 1, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) throws -> R {
    let wanted = min(count, max(0, file.size - offset))
    if offset < start || offset > start + bytes.count || start + bytes.count - offset < wanted {
      bytes = wanted > 0 ? try file.read(offset: offset, count: min(max(wanted, chunk), file.size - offset)) : []
      start = offset
    }
    return try bytes.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[(offset - start)...]))
    }
  }
}
