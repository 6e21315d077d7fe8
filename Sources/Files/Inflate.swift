import CZlib

/// Raw deflate and the CRC-32 of zip files, by zlib.
package enum Inflate {
  /// Exactly `size` bytes out of a raw deflate stream, or `nil` where it is damaged, shorter or longer.
  package static func bytes(_ source: UnsafeRawBufferPointer, size: Int) -> [UInt8]? {
    var stream = z_stream()
    let version = ZLIB_VERSION
    guard inflateInit2_(&stream, -MAX_WBITS, version, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var isWhole = false
    // One byte of room more than claimed shows a stream that goes on.
    let result = [UInt8](unsafeUninitializedCapacity: size + 1) { output, initialized in
      initialized = run(&stream, source, UnsafeMutableRawBufferPointer(output)) ?? 0
      isWhole = initialized == size
    }
    return isWhole ? result : nil
  }

  /// Number of bytes written when the stream came to its end.
  private static func run(
    _ stream: inout z_stream, _ source: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> Int? {
    // zlib counts in 32 bits, so longer streams go through in pieces.
    let piece = 1 << 30
    var consumed = 0
    var produced = 0
    while true {
      let inputLength = min(piece, source.count - consumed)
      let outputLength = min(piece, output.count - produced)
      stream.next_in = source.baseAddress.map {
        UnsafeMutablePointer(mutating: ($0 + consumed).assumingMemoryBound(to: UInt8.self))
      }
      stream.avail_in = UInt32(inputLength)
      stream.next_out = output.baseAddress.map { ($0 + produced).assumingMemoryBound(to: UInt8.self) }
      stream.avail_out = UInt32(outputLength)
      let status = inflate(&stream, Z_NO_FLUSH)
      let progress = (inputLength - Int(stream.avail_in)) + (outputLength - Int(stream.avail_out))
      consumed += inputLength - Int(stream.avail_in)
      produced += outputLength - Int(stream.avail_out)
      if status == Z_STREAM_END { return produced }
      guard status == Z_OK, progress > 0 else { return nil }
    }
  }

  /// CRC-32 as zip files have it; `previous` is the checksum of what stands before.
  package static func checksum(_ bytes: UnsafeRawBufferPointer, after previous: UInt32 = 0) -> UInt32 {
    // For an empty buffer zlib would answer with the initial value instead of `previous`.
    guard let base = bytes.baseAddress, bytes.count > 0 else { return previous }
    return UInt32(
      truncatingIfNeeded: crc32_z(UInt(previous), base.assumingMemoryBound(to: UInt8.self), bytes.count))
  }
}
