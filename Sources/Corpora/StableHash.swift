/// A hash that is the same in every process and on every machine (FNV-1a, 64 bits). Not for secrets.
public enum StableHash {
  static func of(_ bytes: some Sequence<UInt8>, continuing hash: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
    bytes.reduce(hash) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  /// The same idea eight bytes at a time, for images: other values than `of`, as stable.
  public static func ofLarge(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
      let words = bytes.count / 8
      for word in 0..<words {
        hash ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self))
        hash = (hash &* 0x9E37_79B9_7F4A_7C15) ^ hash >> 29
      }
      return of(bytes[(8 * words)...], continuing: hash)
    }
  }
}
