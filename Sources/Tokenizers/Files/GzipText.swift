import CZlib

/// Files packed by gzip, whole in memory.
enum GzipText {
  private static let chunk = 1 << 16

  /// The unpacked bytes of the first member (RFC 1952), its checksum verified. Throws a sentence where the file is
  /// damaged, cut off, or unpacks to more than `limit` bytes.
  static func unpacked(_ packed: [UInt8], path: String, limit: Int) throws -> [UInt8] {
    var packed = packed
    var stream = z_stream()
    // 16 more than the window's bits means gzip's header and checksum.
    guard inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK,
      let size = UInt32(exactly: packed.count)
    else { throw TokenizerError("\(path): zlib cannot unpack the file; unpack it first") }
    defer { inflateEnd(&stream) }
    return try packed.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = size
      return try drain(&stream, path: path, limit: limit)
    }
  }

  private static func drain(_ stream: inout z_stream, path: String, limit: Int) throws -> [UInt8] {
    var result: [UInt8] = []
    var output = [UInt8](repeating: 0, count: chunk)
    while true {
      let (status, count) = output.withUnsafeMutableBufferPointer { output in
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        let status = inflate(&stream, Z_NO_FLUSH)
        return (status, output.count - Int(stream.avail_out))
      }
      result.append(contentsOf: output[..<count])
      guard result.count <= limit else {
        throw TokenizerError(
          "\(path): the file unpacks to more than \(limit) bytes, which is too large for a vocabulary")
      }
      switch status {
      case Z_STREAM_END: return result
      case Z_OK where count > 0 || stream.avail_in > 0: continue
      case Z_OK, Z_BUF_ERROR:
        throw TokenizerError("\(path): the file ends before its packed text does; it may have been cut off")
      default:
        let reason = stream.msg.map { String(cString: $0) } ?? "zlib's error \(status)"
        throw TokenizerError("\(path): the file is not whole gzip: \(reason)")
      }
    }
  }
}
