/// Gzip files whose text is stored unpacked (RFC 1952, RFC 1951 3.2.4).
enum HandmadeGzip {
  /// - Parameter block: bytes of a stored block, at most 65,535; each has five more before it.
  static func bytes(_ text: [UInt8], block: Int = 65_535) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = text[...]
    repeat {
      let piece = rest.prefix(block)
      rest = rest.dropFirst(block)
      let count = UInt16(clamping: piece.count)
      bytes += [rest.isEmpty ? 1 : 0] + little(count) + little(~count) + piece
    } while !rest.isEmpty
    return bytes + little(checksum(text)) + little(UInt32(text.count))
  }

  private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  /// CRC-32, bit by bit.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }
}
