import Files
import FoundationEssentials

/// A vocabulary's file, read whole and unpacked, with sentences that name it.
struct VocabularyFile {
  let path: String
  let bytes: [UInt8]

  /// No vocabulary is larger than this; what a packed file claims to hold may be without bound.
  static let sizeLimit = 1 << 28

  /// Reads a file, through gzip where its bytes say so.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw TokenizerError("\(path): the vocabulary cannot be read; check that the file exists and may be read")
    }
    try self.init(path: path, bytes: Array(data))
  }

  init(path: String, bytes: [UInt8]) throws {
    self.path = path
    self.bytes =
      Gzip.begins(bytes) ? try Self.unpacked(bytes, path: path) : bytes
    guard !self.bytes.isEmpty else { throw TokenizerError("\(path): the vocabulary is empty") }
    guard self.bytes.count <= Self.sizeLimit else {
      throw TokenizerError("\(path): the file has \(self.bytes.count) bytes, which is too large for a vocabulary")
    }
  }

  private static func unpacked(_ packed: [UInt8], path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let damage = try Gzip.unpack(packed) { piece in
      guard bytes.count + piece.count <= sizeLimit else {
        throw TokenizerError(
          "\(path): the file unpacks to more than \(sizeLimit) bytes, which is too large for a vocabulary")
      }
      bytes.append(contentsOf: piece)
    }
    if let damage { throw TokenizerError("\(path): \(damage.reason)") }
    return bytes
  }

  /// Where and what; `line` counts from 1.
  func failure(_ problem: String, line: Int? = nil) -> TokenizerError {
    TokenizerError("\(path)\(line.map { ":\($0)" } ?? ""): \(problem)")
  }

  /// Calls `body` for every line and its number, from 1, without the line's end (LF or CR LF). What follows the last
  /// line's end is a line only where there is something.
  func eachLine(_ body: (ArraySlice<UInt8>, Int) throws -> Void) rethrows {
    var start = 0
    var number = 0
    while start < bytes.count {
      number += 1
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let stop = end > start && bytes[end - 1] == 0x0D ? end - 1 : end
      try body(bytes[start..<stop], number)
      start = end + 1
    }
  }

  /// Writes a vocabulary, replacing the file at once.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do { try AtomicFile.write(bytes, to: path) } catch let error as FileError {
      throw TokenizerError(error.description)
    }
  }
}
