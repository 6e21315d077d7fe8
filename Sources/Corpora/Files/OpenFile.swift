@preconcurrency import Glibc

/// A file open for reading at any place, or bytes already in memory under a name for complaints.
///
/// A file that is packed by gzip is read as what it unpacks to, whatever its name; see `UnpackedFiles` for what that costs. Where
/// there is no file of a name, that of the name with `.gz` behind it is read.
///
/// Reading moves no position, so that several threads may read at once. The system's handle is closed with the last
/// reference.
public final class OpenFile: Sendable {
  private enum Source: Sendable {
    case descriptor(Handle)
    case memory([UInt8])
  }

  /// The system's handle, closed with its last reference.
  private final class Handle: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }
  }

  /// The file's path, or what the bytes are called.
  public let path: String
  /// Bytes, as they were counted when the file was opened; of a packed file those that it unpacks to.
  public let size: Int
  /// When it was last changed, in nanoseconds since 1970, as of its opening; 0 for bytes in memory.
  public let changed: Int
  /// Where a packed file cannot be unpacked any more; what comes before is read.
  let damage: FileDamage?
  private let source: Source

  /// Opens a plain file. Throws `CorpusError` where there is none or the system refuses, and where it is packed by anything but
  /// gzip.
  public convenience init(path: String) throws { try self.init(path: path, unpacking: UnpackedFiles()) }

  init(path: String, unpacking unpacked: UnpackedFiles) throws {
    let file = try OpenFile(packed: SourceFile.present(path))
    let start = try file.read(offset: 0, count: min(Compression.prefixLength, file.size))
    self.path = path
    changed = file.changed
    guard let compression = Compression(start) else {
      (size, damage, source) = (file.size, nil, file.source)
      return
    }
    if let complaint = compression.complaint(about: path) { throw CorpusError(complaint) }
    switch try unpacked.content(of: file) {
    case .memory(let bytes, let damage): (size, self.damage, source) = (bytes.count, damage, .memory(bytes))
    case .file(let place, let damage):
      let content = try OpenFile(packed: place)
      (size, self.damage, source) = (content.size, damage, content.source)
    }
  }

  /// Opens a plain file as it is, packed or not. Throws `CorpusError` where there is none or the system refuses.
  init(packed path: String) throws {
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
    damage = nil
    source = .descriptor(Handle(descriptor))
  }

  /// Takes bytes that are already in memory.
  public init(_ bytes: [UInt8], name: String) {
    path = name
    size = bytes.count
    changed = 0
    damage = nil
    source = .memory(bytes)
  }

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
          UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]), descriptor.number,
          offset)
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
