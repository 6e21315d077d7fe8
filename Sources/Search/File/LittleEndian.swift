// Numbers in files, as they lie on every machine that this runs on.

extension UnsafeRawBufferPointer {
  /// The little-endian number at `offset`; `nil` where it would reach outside.
  func number(at offset: Int) -> UInt64? {
    guard offset >= 0, count >= 8, offset <= count - 8 else { return nil }
    return UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// `length` bytes from `offset`; `nil` where they would reach outside.
  func part(at offset: Int, count length: Int) -> UnsafeRawBufferPointer? {
    guard offset >= 0, length >= 0, length <= count, offset <= count - length else { return nil }
    return UnsafeRawBufferPointer(rebasing: self[offset..<offset + length])
  }
}

extension Array where Element == UInt8 {
  mutating func append(number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  /// Adds zeros up to a multiple of `size` bytes.
  mutating func pad(to size: Int) { append(contentsOf: repeatElement(0, count: (size - count % size) % size)) }
}
