@preconcurrency import Glibc

/// A file mapped into memory for reading.
final class MappedFile {
  let count: Int
  private let start: UnsafeRawPointer

  /// Throws a sentence that names the file where it cannot be opened or is empty.
  init(path: String) throws {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw RenderingError("The font file \(path) cannot be opened: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0, status.st_mode & S_IFMT == S_IFREG else {
      throw RenderingError("The font file \(path) is empty or not a file: install its package again.")
    }
    count = Int(status.st_size)
    guard let mapping = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), mapping != MAP_FAILED else {
      throw RenderingError("The font file \(path) cannot be mapped: \(String(cString: strerror(errno))).")
    }
    start = UnsafeRawPointer(mapping)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: start), count) }

  /// Lends the bytes.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(UnsafeRawBufferPointer(start: start, count: count)) }
  }
}
