import Files
import Glibc

/// What tells that two images are one under two names, or copies of each other, without reading them whole.
struct ImageCopy {
  /// A file as the system knows it, whatever names and links lead to it, and a place in it.
  struct File: Hashable {
    let device: UInt64
    let number: UInt64
    let offset: Int
  }

  /// Bytes from an image's beginning that are compared; whole groups of Base64.
  static let prefix = 48 << 10

  let location: ImageLocation
  let file: File
  /// The image's bytes in groups of three, begun ones included: what Base64 keeps of a size.
  let groups: Int

  /// Looks an image's file up; nothing is read. Nil where it is not there or holds nothing.
  init?(_ location: ImageLocation) {
    let stored = location.stored
    var status = stat()
    guard stat(stored.path, &status) == 0 else { return nil }
    self.location = stored
    file = File(device: UInt64(status.st_dev), number: UInt64(status.st_ino), offset: stored.offset)
    groups =
      switch stored {
      case .base64(_, _, let letters): (letters + 3) / 4
      case .member(_, _, _, let count): (count + 2) / 3
      case .planes(_, _, let side): side * side
      case .file, .turned: (Int(status.st_size) + 2) / 3
      }
    guard groups > 0 else { return nil }
  }

  /// A hash of the image's first bytes; nil where they cannot be read.
  func prefixHash() -> UInt64? {
    guard let file = try? OpenFile(path: location.path) else { return nil }
    func bytes(_ count: Int) -> [UInt8]? { try? file.read(offset: location.offset, count: count) }
    let read: [UInt8]? =
      switch location {
      case .base64(_, _, let letters):
        bytes(min(letters, Self.prefix / 3 * 4)).flatMap { try? Base64.decode($0) }
      case .member(_, _, _, let count): bytes(min(count, Self.prefix))
      case .planes: bytes(min(3 * groups, Self.prefix))
      case .file, .turned: bytes(min(file.size, Self.prefix))
      }
    return read.map(StableHash.ofLarge)
  }
}

extension ImageLocation {
  /// The file that holds the image's bytes.
  fileprivate var path: String {
    switch self {
    case .file(let path), .member(let path, _, _, _), .base64(let path, _, _), .planes(let path, _, _): path
    case .turned(let image, _): image.path
    }
  }

  /// Where they begin in it.
  fileprivate var offset: Int {
    switch self {
    case .file: 0
    case .member(_, _, let offset, _), .base64(_, let offset, _), .planes(_, let offset, _): offset
    case .turned(let image, _): image.offset
    }
  }
}
