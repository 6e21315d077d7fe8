// Numbers in files, as they lie on every machine that this runs on.

extension UnsafeRawBufferPointer {
  /// The little-endian number at `offset`, or `nil` where it would reach outside.
  @inlinable package func number<T: FixedWidthInteger>(_ type: T.Type, at offset: Int) -> T? {
    let size = MemoryLayout<T>.size
    guard offset >= 0, count >= size, offset <= count - size else { return nil }
    return T(littleEndian: loadUnaligned(fromByteOffset: offset, as: T.self))
  }

  /// The same for 64 bits, as an index of vectors has them.
  @inlinable package func number(at offset: Int) -> UInt64? { number(UInt64.self, at: offset) }

  /// `length` bytes from `offset`, or `nil` where they would reach outside.
  @inlinable package func part(at offset: Int, count length: Int) -> UnsafeRawBufferPointer? {
    guard offset >= 0, length >= 0, length <= count, offset <= count - length else { return nil }
    return UnsafeRawBufferPointer(rebasing: self[offset..<offset + length])
  }
}

extension Array where Element == UInt8 {
  package mutating func append(number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  /// Adds zeros up to a multiple of `size` bytes.
  package mutating func pad(to size: Int) { append(contentsOf: repeatElement(0, count: (size - count % size) % size)) }
}

/// The bytes of a number, lowest first.
package func littleEndian<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
