import Files

/// Files packed by gzip.
public enum GzipFile {
  /// The unpacked bytes of all members of a `.gz` file (RFC 1952), their checksums verified.
  ///
  /// Throws `CorpusError` where the file is missing, not gzip, damaged or cut off, or unpacks to more than `limit` bytes.
  /// - Parameter limit: bytes that are unpacked at most; what a small file claims to hold may be without bound.
  public static func bytes(_ path: String, limit: Int = 1 << 30) throws -> [UInt8] {
    try bytes(OpenFile(packed: path), limit: limit)
  }

  /// - Parameter file: its packed bytes.
  static func bytes(_ file: OpenFile, limit: Int) throws -> [UInt8] {
    var result: [UInt8] = []
    let damage = try unpack(file) { piece in
      guard result.count + piece.count <= limit else {
        throw CorpusError(
          "\(file.path): the file unpacks to more than \(limit) bytes, which is the limit; unpack it first")
      }
      result.append(contentsOf: piece)
    }
    if let damage { throw CorpusError("\(file.path): \(damage.reason)") }
    return result
  }

  /// Hands out the unpacked bytes piece by piece, and returns where they cannot be unpacked any more.
  ///
  /// - Parameter file: its packed bytes.
  /// - Throws: what `take` throws, and `CorpusError` where the system cannot read or has no memory.
  static func unpack(_ file: OpenFile, _ take: (ArraySlice<UInt8>) throws -> Void) throws -> FileDamage? {
    do {
      let damage = try Gzip.unpack(size: file.size, { try file.read(offset: $0, count: $1) }, take)
      return damage.map {
        FileDamage(reason: $0.reason, readBytes: $0.readBytes, lostBytes: file.size - $0.readBytes)
      }
    } catch is GzipMemoryError {
      throw CorpusError("\(file.path): zlib has no memory to unpack the file")
    }
  }
}
