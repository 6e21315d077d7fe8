import CZlib

/// Where and why the packed bytes of a gzip file cannot be unpacked any more.
package struct GzipDamage: Error {
  /// A sentence without the file's name.
  package let reason: String
  /// Packed bytes that could be unpacked.
  package fileprivate(set) var readBytes = 0
}

/// zlib has no memory.
package struct GzipMemoryError: Error {}

/// Bytes packed by gzip (RFC 1952), all members of them.
package enum Gzip {
  /// Whether bytes begin as gzip does.
  package static func begins(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// Hands out the unpacked bytes piece by piece, checksums verified, and returns where they cannot be unpacked any more.
  ///
  /// - Parameters:
  ///   - size: packed bytes.
  ///   - read: those of them from `offset` on.
  ///   - take: is given what they unpack to, in order.
  /// - Throws: what `read` and `take` throw, and `GzipMemoryError`.
  package static func unpack(
    size: Int, _ read: @escaping (_ offset: Int, _ count: Int) throws -> [UInt8],
    _ take: (ArraySlice<UInt8>) throws -> Void
  ) throws -> GzipDamage? {
    var stream = z_stream()
    return try withUnsafeMutablePointer(to: &stream) { stream in
      // 16 more than the window's bits means gzip's header and checksum.
      let status = inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      guard status == Z_OK else { throw GzipMemoryError() }
      defer { inflateEnd(stream) }
      var unpacking = GzipUnpacking(size: size, read: read)
      do {
        try unpacking.run(stream, take)
        return nil
      } catch var damage as GzipDamage {
        damage.readBytes = unpacking.position
        return damage
      }
    }
  }

  /// The same of bytes in memory.
  package static func unpack(_ packed: [UInt8], _ take: (ArraySlice<UInt8>) throws -> Void) throws -> GzipDamage? {
    try unpack(size: packed.count, { offset, count in Array(packed[offset..<offset + count]) }, take)
  }
}

/// One pass through a gzip file.
private struct GzipUnpacking {
  let size: Int
  let read: (_ offset: Int, _ count: Int) throws -> [UInt8]
  private let chunk = 1 << 16
  /// Packed bytes that were taken.
  private(set) var position = 0

  init(size: Int, read: @escaping (_ offset: Int, _ count: Int) throws -> [UInt8]) {
    self.size = size
    self.read = read
  }

  mutating func run(_ stream: UnsafeMutablePointer<z_stream>, _ take: (ArraySlice<UInt8>) throws -> Void) throws {
    guard size > 0 else { throw GzipDamage(reason: "the file is empty where gzip was expected") }
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
      var input = try read(position, min(chunk, size - position))
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
    while position < size {
      let bytes = try read(position, min(chunk, size - position))
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
