import Files

/// Records of bytes in a file as TensorFlow frames them (`tensorflow/core/lib/io/record_writer.h`): length, its masked
/// CRC-32C, the bytes, theirs.
enum RecordFraming {
  static func framed(_ bytes: [UInt8]) -> [UInt8] {
    let length = littleEndian(UInt64(bytes.count))
    return length + littleEndian(masked(CRC32C.checksum(length))) + bytes
      + littleEndian(masked(CRC32C.checksum(bytes)))
  }

  /// Checksums that stand among checksummed bytes are turned, so that the two do not cancel.
  private static func masked(_ checksum: UInt32) -> UInt32 { (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8 }
}
