import Files
import Images

/// Where the bytes of an image lie.
public enum ImageLocation: Sendable, Hashable, CustomStringConvertible {
  case file(String)
  /// `count` bytes of an archive, from `offset`; `name` is the member's.
  case member(archive: String, name: String, offset: Int, count: Int)
  /// `count` letters of Base64 in a text file, from `offset`.
  case base64(file: String, offset: Int, count: Int)
  /// An image whose file has lost how it must be turned, which stands beside it.
  indirect case turned(ImageLocation, ImageOrientation)
  /// The bytes of a square image's red, green and blue planes, one behind the other, from `offset`.
  case planes(file: String, offset: Int, side: Int)

  public var description: String {
    switch self {
    case .file(let path): path
    case .member(let archive, let name, _, _): "\(archive)(\(name))"
    case .turned(let image, _): image.description
    case .base64(let file, let offset, _), .planes(let file, let offset, _): "\(file)(byte \(offset))"
    }
  }

  /// A number that is equal for equal places, however their paths are written; links are not followed.
  var mark: UInt64 {
    switch self {
    case .file(let path): StableHash.of(Self.plain(path).utf8)
    case .member(let file, _, let offset, _), .base64(let file, let offset, _), .planes(let file, let offset, _):
      StableHash.of("\(offset)".utf8, continuing: StableHash.of(Self.plain(file).utf8))
    case .turned(let location, _): location.mark
    }
  }

  /// A path without `.`, `..` behind a folder, and doubled slashes.
  private static func plain(_ path: String) -> String {
    guard path.contains("/.") || path.contains("//") || path.hasPrefix("./") else { return path }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// The name of the image's file without its folders; of letters and planes inside a file, of that file.
  public var fileName: String {
    let name =
      switch self {
      case .file(let path): path
      case .turned(let image, _): image.fileName
      case .member(_, let name, _, _): name
      case .base64(let file, _, _), .planes(let file, _, _): file
      }
    return name.split(separator: "/").last.map(String.init) ?? name
  }

  /// Where the bytes lie, however they must be turned.
  var stored: ImageLocation {
    if case .turned(let image, _) = self { image } else { self }
  }

  /// The same image, to be seen as `orientation` says where its file says nothing.
  func turned(_ orientation: ImageOrientation) -> ImageLocation {
    orientation == .upright ? self : .turned(self, orientation)
  }

  /// Reads the bytes of the image's file; planes become one, and what must be turned says so.
  ///
  /// Throws `CorpusError` when the file is missing, shorter than it should be, or holds more than `limit` bytes.
  public func bytes(limit: Int) throws -> [UInt8] {
    switch self {
    case .file(let path):
      let file = try OpenFile(path: path)
      return try read(file, offset: 0, count: file.size, limit: limit)
    case .turned(let image, let orientation):
      let bytes = try image.bytes(limit: limit)
      do { return try ImageFile.oriented(bytes, as: orientation) } catch { throw CorpusError("\(self): \(error)") }
    case .member(let archive, _, let offset, let count):
      return try read(OpenFile(path: archive), offset: offset, count: count, limit: limit)
    case .base64(let path, let offset, let count):
      let letters = try read(OpenFile(path: path), offset: offset, count: count, limit: limit / 3 * 4)
      do { return try Base64.decode(letters) } catch { throw CorpusError("\(self): \(error)") }
    case .planes(let path, let offset, let side):
      guard (1...4096).contains(side) else {
        throw CorpusError("\(self): planes of \(side) pixels per side are not read")
      }
      let planes = try read(OpenFile(path: path), offset: offset, count: 3 * side * side, limit: limit)
      let pixels = (0..<side * side).flatMap { pixel in (0..<3).map { planes[$0 * side * side + pixel] } }
      do {
        return try PNG.encode(PixelImage(width: side, height: side, channels: .rgb, pixels: pixels), level: 1)
      } catch {
        throw CorpusError("\(self): \(error)")
      }
    }
  }

  private func read(_ file: OpenFile, offset: Int, count: Int, limit: Int) throws -> [UInt8] {
    guard count <= limit else {
      throw CorpusError("\(self): the image takes \(count) bytes; at most \(limit) are read")
    }
    return try file.read(offset: offset, count: count)
  }

  /// The whole image.
  public func decoded(options: DecodingOptions = DecodingOptions()) throws -> PixelImage {
    try ImageFile.decode(bytes(limit: options.byteLimit), options: options).image
  }
}
