@preconcurrency import Glibc

/// A file open for reading at any place, or bytes already in memory under a name for complaints.
///
/// Reading moves no position, so that several threads may read at once. The system's handle is closed with the last
/// reference.
public final class OpenFile: Sendable {
  private enum Source: Sendable {
    case descriptor(Int32)
    case memory([UInt8])
  }

  /// The file's path, or what the bytes are called.
  public let path: String
  /// Bytes, as they were counted when the file was opened.
  public let size: Int
  /// When it was last changed, in nanoseconds since 1970, as of its opening; 0 for bytes in memory.
  public let changed: Int
  private let source: Source

  /// Opens a plain file. Throws `CorpusError` where there is none or the system refuses.
  public init(path: String) throws {
    guard !path.utf8.contains(0) else {
      throw CorpusError("\(MemberName.shown(path)): a path cannot hold a zero byte")
    }
    // Without O_NONBLOCK a named pipe would wait here for its writer instead of being refused below.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.complaint(path, "the file cannot be opened") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw CorpusError("\(path): this is not a plain file")
    }
    self.path = path
    size = Int(status.st_size)
    changed = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    source = .descriptor(descriptor)
  }

  /// Takes bytes that are already in memory.
  public init(_ bytes: [UInt8], name: String) {
    path = name
    size = bytes.count
    changed = 0
    source = .memory(bytes)
  }

  deinit { if case .descriptor(let descriptor) = source { close(descriptor) } }

  /// Exactly `count` bytes from byte `offset` on.
  ///
  /// Throws `CorpusError`, before any memory is asked for, where they reach outside the file, and where the system
  /// cannot read.
  public func read(offset: Int, count: Int) throws -> [UInt8] {
    guard offset >= 0, count >= 0, count <= size, offset <= size - count else {
      throw CorpusError(
        "\(path): \(count) bytes were looked for at byte \(offset), but the file has \(size) bytes; it may have been cut off"
      )
    }
    switch source {
    case .memory(let bytes): return Array(bytes[offset..<offset + count])
    case .descriptor(let descriptor):
      return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        try fill(
          UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]), descriptor, offset)
        initialized = count
      }
    }
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer, _ descriptor: Int32, _ offset: Int) throws {
    var filled = 0
    while filled < buffer.count, let base = buffer.baseAddress {
      let count = pread(descriptor, base + filled, buffer.count - filled, offset + filled)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.complaint(path, "the file cannot be read") }
      guard count > 0 else { throw CorpusError("\(path): the file became shorter while it was read") }
      filled += count
    }
  }

  private static func complaint(_ path: String, _ what: String) -> CorpusError {
    let code = errno
    return CorpusError("\(path): \(what): \(String(cString: strerror(code)))")
  }
}
