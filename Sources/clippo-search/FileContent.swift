import Console
import FoundationEssentials

/// A small file in memory.
enum FileContent {
  /// Bytes that are read at most.
  private static let limit = 64 << 20

  static func bytes(_ path: String) throws -> [UInt8] {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    if let size = attributes[.size] as? Int, size > limit {
      throw CommandError("\(path): the image takes \(size) bytes; at most \(limit) are read")
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CommandError("\(path): the image cannot be read")
    }
    return Array(bytes)
  }
}
