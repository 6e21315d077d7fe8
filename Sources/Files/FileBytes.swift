@preconcurrency import Glibc

/// The bytes of a file, read when they are touched (mapped), or bytes already in memory under a name for complaints.
public final class FileBytes: @unchecked Sendable {
  /// The file's path, or what the bytes are called.
  public let name: String
  public let count: Int
  private let base: UnsafeMutableRawPointer?
  private let isMapped: Bool

  /// Opens a file for reading. Throws where there is none or the system refuses.
  public init(path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(systemComplaint("cannot open", path)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(systemComplaint("cannot read", path)) }
    guard status.st_mode & S_IFMT == S_IFREG, let size = Int(exactly: status.st_size) else {
      throw FileError("\(path): not a plain file")
    }
    // An empty file cannot be mapped and need not be.
    let mapping = size > 0 ? mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0) : nil
    if mapping == MAP_FAILED { throw FileError(systemComplaint("cannot read", path)) }
    name = path
    count = size
    base = mapping
    isMapped = size > 0
  }

  /// Takes bytes that are already in memory.
  public init(_ bytes: [UInt8], name: String) {
    self.name = name
    count = bytes.count
    isMapped = false
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 64)
    copy.copyBytes(from: bytes)
    base = copy.baseAddress
  }

  deinit {
    if isMapped { munmap(base, count) } else { base?.deallocate() }
  }

  /// All bytes; valid inside `body` only.
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(self) { try body(UnsafeRawBufferPointer(start: base, count: count)) }
  }

  /// Gives the memory of the pages within `range` back to the system, which reads them again when they are touched; does
  /// nothing for bytes that are not mapped.
  public func release(_ range: Range<Int>) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (max(range.lowerBound, 0) + page - 1) / page * page
    let end = min(range.upperBound, count) / page * page
    guard isMapped, first < end, let base else { return }
    madvise(base + first, end - first, MADV_DONTNEED)
  }
}

/// `<what> <path>: <the system's reason>`, from `errno`.
func systemComplaint(_ what: String, _ path: String) -> String {
  let code = errno
  return "\(what) \(path): \(String(cString: strerror(code)))"
}

/// The same where something was to be written, with what to do.
func writeComplaint(_ what: String, _ path: String) -> String {
  WriteFailure.sentence(what, path, number: errno)
}
