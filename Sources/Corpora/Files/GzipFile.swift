import CZlib

/// Text files packed by gzip, read whole.
public enum GzipFile {
  /// The unpacked bytes of all members of a `.gz` file (RFC 1952), their checksums verified.
  ///
  /// Throws `CorpusError` where the file is missing, not gzip, damaged or cut off, or unpacks to more than `limit` bytes.
  /// - Parameter limit: bytes that are unpacked at most; what a small file claims to hold may be without bound.
  public static func bytes(_ path: String, limit: Int = 1 << 30) throws -> [UInt8] {
    try bytes(OpenFile(path: path), limit: limit)
  }

  static func bytes(_ file: OpenFile, limit: Int) throws -> [UInt8] {
    var stream = z_stream()
    return try withUnsafeMutablePointer(to: &stream) { stream in
      // 16 more than the window's bits means gzip's header and checksum.
      let status = inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      guard status == Z_OK else { throw CorpusError("\(file.path): zlib has no memory to unpack the file") }
      defer { inflateEnd(stream) }
      var unpacking = GzipUnpacking(file: file, limit: max(0, limit))
      return try unpacking.run(stream)
    }
  }
}

/// One pass through a gzip file.
private struct GzipUnpacking {
  let file: OpenFile
  let limit: Int
  private let chunk = 1 << 16
  private var position = 0
  private var result: [UInt8] = []

  init(file: OpenFile, limit: Int) {
    self.file = file
    self.limit = limit
  }

  mutating func run(_ stream: UnsafeMutablePointer<z_stream>) throws -> [UInt8] {
    guard file.size > 0 else { throw CorpusError("\(file.path): the file is empty where gzip was expected") }
    var members = 0
    repeat {
      try member(stream)
      members += 1
      guard inflateReset(stream) == Z_OK else { throw damage("zlib lost its state") }
    } while try anotherMemberFollows()
    return result
  }

  /// Unpacks up to the end of one member.
  private mutating func member(_ stream: UnsafeMutablePointer<z_stream>) throws {
    while true {
      var input = try file.read(offset: position, count: min(chunk, file.size - position))
      guard !input.isEmpty else {
        throw CorpusError("\(file.path): the file ends before its packed text does; it may have been cut off")
      }
      let isEnd = try input.withUnsafeMutableBufferPointer { input in
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        let isEnd = try drain(stream)
        position += input.count - Int(stream.pointee.avail_in)
        return isEnd
      }
      if isEnd { return }
    }
  }

  /// Unpacks what the input gives; true at a member's end.
  private mutating func drain(_ stream: UnsafeMutablePointer<z_stream>) throws -> Bool {
    var output = [UInt8](repeating: 0, count: chunk)
    while true {
      let (status, count) = output.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let status = inflate(stream, Z_NO_FLUSH)
        return (status, output.count - Int(stream.pointee.avail_out))
      }
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
        throw damage(stream.pointee.msg.map { String(cString: $0) } ?? "zlib's error \(status)")
      }
      guard result.count + count <= limit else {
        throw CorpusError(
          "\(file.path): the file unpacks to more than \(limit) bytes, which is the limit; unpack it first")
      }
      result.append(contentsOf: output[..<count])
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

  private func damage(_ reason: String) -> CorpusError {
    CorpusError("\(file.path): the file is not whole gzip near byte \(position): \(reason)")
  }
}
