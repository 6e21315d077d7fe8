@preconcurrency import Glibc

/// A file that is being written.
public final class OutputFile {
  public let path: String
  private var descriptor: Int32
  /// What complaints call it.
  private let name: String
  private let disk: Disk

  init(descriptor: Int32, path: String, name: String? = nil, disk: Disk) {
    self.descriptor = descriptor
    self.path = path
    self.name = name ?? path
    self.disk = disk
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  /// Writes all bytes. Throws with the system's reason, such as a full disk.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    try disk.willWrite(path)
    var written = 0
    while written < bytes.count, let base = bytes.baseAddress {
      let count = Glibc.write(descriptor, base + written, bytes.count - written)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(writeComplaint("cannot write", name)) }
      written += count
    }
  }

  public func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

  /// Returns once the disk has the bytes.
  public func synchronize() throws { try disk.synchronize(descriptor: descriptor, path: path, name: name) }

  /// Closes the file. Throws where the system only now finds that it could not write.
  public func close() throws {
    let closing = descriptor
    descriptor = -1
    guard closing < 0 || Glibc.close(closing) == 0 else { throw FileError(writeComplaint("cannot write", name)) }
  }
}
