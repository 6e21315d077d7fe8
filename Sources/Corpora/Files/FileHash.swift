import CKernels
import Tensors

/// XXH64 of bytes: to find equal files and damaged ones, not for secrets.
enum FileHash {
  static func of(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { clippo_checksum64($0.baseAddress, $0.count) }
  }

  /// Sixteen hexadecimal digits, as `xxhsum -H1` prints them.
  static func text(ofFile path: String) throws -> String {
    let file = try FileBytes(path: path)
    return StableHash.hexadecimal(file.withBytes { clippo_checksum64($0.baseAddress, $0.count) })
  }
}
