@preconcurrency import Glibc

/// A file that one program at a time changes in place: whoever opens it second is refused.
///
/// Errors name the path and the system's reason.
public final class LockedFile {
  public let path: String
  private var descriptor: Int32
  private let disk: Disk

  /// Opens a file for reading and writing and locks it, making it where it is missing and `creating` is true.
  ///
  /// Throws `FileError` where another program holds it.
  public init(path: String, creating: Bool, disk: Disk = Disk()) throws {
    self.path = path
    self.disk = disk
    descriptor = -1
    if creating { try disk.willChange(.create, path) }
    // A file that was replaced between opening and locking is opened anew.
    for _ in 0..<16 {
      let opened = open(path, O_RDWR | O_CLOEXEC | (creating ? O_CREAT : 0), 0o644)
      guard opened >= 0 else {
        throw FileError(creating ? writeComplaint("cannot write", path) : systemComplaint("cannot open", path))
      }
      do { try Self.lock(opened, path) } catch {
        Glibc.close(opened)
        throw error
      }
      if Self.isStill(opened, at: path) {
        descriptor = opened
        return
      }
      Glibc.close(opened)
    }
    throw FileError("\(path): the file is being replaced again and again; stop the other programs that write it")
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  private static func lock(_ descriptor: Int32, _ path: String) throws {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      guard errno == EWOULDBLOCK else { throw FileError(systemComplaint("cannot lock", path)) }
      throw FileError(
        "\(path): another program is changing this file; wait until it has finished, or stop it", isBusy: true)
    }
  }

  private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
    var opened = stat()
    var named = stat()
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
      && opened.st_dev == named.st_dev
  }

  /// Bytes of the file now.
  public func size() throws -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(systemComplaint("cannot read", path)) }
    return Int(status.st_size)
  }

  /// Writes all bytes from `offset` on. Throws with the system's reason, such as a full disk.
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    try disk.willChange(.write, path)
    var written = 0
    while written < bytes.count, let base = bytes.baseAddress {
      let count = pwrite(descriptor, base + written, bytes.count - written, off_t(offset + written))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(writeComplaint("cannot write", path)) }
      written += count
    }
  }

  /// Cuts the file off.
  public func truncate(to size: Int) throws {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw FileError(writeComplaint("cannot cut", path)) }
  }

  /// Returns once the disk has the bytes.
  public func synchronize() throws { try disk.synchronize(descriptor: descriptor, path: path) }
}
