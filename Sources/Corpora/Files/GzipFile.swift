import CZlib

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
    var stream = z_stream()
    return try withUnsafeMutablePointer(to: &stream) { stream in
      // 16 more than the window's bits means gzip's header and checksum.
      let status = inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      guard status == Z_OK else { throw CorpusError("\(file.path): zlib has no memory to unpack the file") }
      defer { inflateEnd(stream) }
      var unpacking = GzipUnpacking(file: file)
      do {
        try unpacking.run(stream, take)
        return nil
      } catch let damage as GzipDamage {
        return FileDamage(
          reason: damage.reason, readBytes: unpacking.position, lostBytes: file.size - unpacking.position)
      }
    }
  }
}

private struct GzipDamage: Error {
  let reason: String
}

/// One pass through a gzip file.
private struct GzipUnpacking {
  let file: OpenFile
  private let chunk = 1 << 16
  /// Packed bytes that were taken.
  private(set) var position = 0

  init(file: OpenFile) {
    self.file = file
  }

  mutating func run(_ stream: UnsafeMutablePointer<z_stream>, _ take: (ArraySlice<UInt8>) throws -> Void) throws {
    guard file.size > 0 else { throw GzipDamage(reason: "the file is empty where gzip was expected") }
    repeat {
      try member(stream, take)
      guard inflateReset(stream) == Z_OK else { throw damage("zlib lost its state") }
    } while try anotherMemberFollows()
  }

  /// Unpacks up to the end of one member.
  private mutating func member(
    _ stream: UnsafeMutablePointer<z_stream>, _ take: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    while true {
      var input = try file.read(offset: position, count: min(chunk, file.size - position))
      guard !input.isEmpty else {
        throw GzipDamage(reason: "the file ends before its packed text does; it may have been cut off")
      }
      let isEnd = try input.withUnsafeMutableBufferPointer { input in
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        defer { position += input.count - Int(stream.pointee.avail_in) }
        return try drain(stream, take)
      }
      if isEnd { return }
    }
  }

  /// Unpacks what the input gives; true at a member's end.
  private func drain(
    _ stream: UnsafeMutablePointer<z_stream>, _ take: (ArraySlice<UInt8>) throws -> Void
  ) throws -> Bool {
    var output = [UInt8](repeating: 0, count: chunk)
    while true {
      let (status, count) = output.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let status = inflate(stream, Z_NO_FLUSH)
        return (status, output.count - Int(stream.pointee.avail_out))
      }
      // What came before the damage is good, except that a checksum may say that it is not.
      try take(output[..<count])
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
        throw damage(stream.pointee.msg.map { String(cString: $0) } ?? "zlib's error \(status)")
      }
      if status == Z_STREAM_END { return true }
      if stream.pointee.avail_in == 0, count < output.count { return false }
      guard status == Z_OK else { throw damage("zlib makes no progress") }
    }
  }

  /// Whether something other than padding follows a member.
  private mutating func anotherMemberFollows() throws -> Bool {
    while position < file.size {
      let bytes = try file.read(offset: position, count: min(chunk, file.size - position))
      guard let first = bytes.firstIndex(where: { $0 != 0 }) else {
        position += bytes.count
        continue
      }
      position += first
      return true
    }
    return false
  }

  private func damage(_ reason: String) -> GzipDamage {
    GzipDamage(reason: "the file is not whole gzip near byte \(position): \(reason)")
  }
}
