import Glibc
import Pixels

/// Where the bytes of a picture lie.
public enum PictureLocation: Sendable, Hashable, CustomStringConvertible {
  case file(String)
  /// `count` bytes of an archive, from `offset`; `name` is the member's.
  case member(archive: String, name: String, offset: Int, count: Int)

  public var description: String {
    switch self {
    case .file(let path): path
    case .member(let archive, let name, _, _): "\(archive)(\(name))"
    }
  }

  /// Reads the bytes.
  ///
  /// Throws `CorpusError` when the file is missing, shorter than it should be, or holds more than `limit` bytes.
  public func bytes(limit: Int) throws -> [UInt8] {
    switch self {
    case .file(let path): try Self.read(path, offset: 0, count: nil, limit: limit)
    case .member(let archive, _, let offset, let count):
      try Self.read(archive, offset: offset, count: count, limit: limit)
    }
  }

  private static func read(_ path: String, offset: Int, count: Int?, limit: Int) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CorpusError("\(path): the file is missing or cannot be opened") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw CorpusError("\(path): this is no file")
    }
    let wanted = count ?? Int(status.st_size)
    guard wanted <= limit else {
      throw CorpusError("\(path): the picture takes \(wanted) bytes; at most \(limit) are read")
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted {
        guard let target = buffer.baseAddress else { return }
        let got = pread(descriptor, target + filled, wanted - filled, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { return }
        filled += got
      }
    }
    guard bytes.count == wanted else {
      throw CorpusError("\(path): the file ends \(wanted - bytes.count) bytes too early; fetch it again")
    }
    return bytes
  }

  /// The whole picture.
  public func decoded() throws -> PixelImage { try PNG.decode(bytes(limit: PhotoPreparation.byteLimit)) }
}
