import Files
import Images

/// What the beginning of an image's file says of it; nothing is decoded.
struct ImageStart: Equatable {
  /// Pixels of the shorter and the longer side, however the image is turned.
  let shorter: Int
  let longer: Int
  /// Equal for images that are as large and begin with the same bytes.
  let identity: UInt64

  /// Bytes that are read; where the header is longer than that, as one with a color profile may be, the whole file is.
  static let limit = ImageCopy.prefix

  /// Throws where the image is not there or is no image of a known format.
  init(_ image: ImageLocation) throws {
    let start = try image.start(atMost: Self.limit)
    let size = withUnsafeBytes(of: UInt64(start.size).littleEndian) { Array($0) }
    identity = Checksum.of(size + start.bytes)
    if case .planes(_, _, let side) = image.stored {
      (shorter, longer) = (side, side)
      return
    }
    let header =
      if let header = try? ImageFile.header(of: start.bytes) {
        header
      } else {
        try ImageFile.header(of: image.bytes(limit: PhotoPreparation.byteLimit))
      }
    shorter = min(header.width, header.height)
    longer = max(header.width, header.height)
  }
}

extension ImageLocation {
  /// The first bytes of the image where it lies, all of them where there are no more, and how many it takes there.
  ///
  /// Throws `CorpusError` where it is not there.
  fileprivate func start(atMost limit: Int) throws -> (bytes: [UInt8], size: Int) {
    switch self {
    case .file(let path):
      let file = try OpenFile(path: path)
      return (try file.read(offset: 0, count: min(file.size, limit)), file.size)
    case .turned(let image, _): return try image.start(atMost: limit)
    case .member(let archive, _, let offset, let count):
      return (try OpenFile(path: archive).read(offset: offset, count: min(count, limit)), count)
    case .base64(let path, let offset, let count):
      let letters = try OpenFile(path: path).read(offset: offset, count: min(count, limit / 3 * 4))
      do { return (try Base64.decode(letters), count) } catch { throw CorpusError("\(self): \(error)") }
    case .planes(let path, let offset, let side):
      guard (1...4096).contains(side) else {
        throw CorpusError("\(self): planes of \(side) pixels per side are not read")
      }
      let count = 3 * side * side
      return (try OpenFile(path: path).read(offset: offset, count: min(count, limit)), count)
    }
  }
}
