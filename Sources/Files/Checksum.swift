import CKernels

/// XXH64 of bytes: finds damage, not malice.
public enum Checksum {
  public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    clippo_checksum64(bytes.baseAddress, bytes.count)
  }

  public static func of(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { of($0) } }

  public static func of(_ text: String) -> UInt64 { of(Array(text.utf8)) }

  /// Of a whole file. Throws where it cannot be read.
  public static func of(fileAt path: String) throws -> UInt64 { try FileBytes(path: path).withBytes { of($0) } }

  /// Sixteen hexadecimal digits.
  public static func text(_ checksum: UInt64) -> String { Hexadecimal.text(checksum) }
}
