/// Properties of all code points, asked from ICU one block of 256 at a time and then kept.
final class CharacterTable {
  private static let blockCount = 0x1100
  private let blocks: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>?>

  init() {
    blocks = .allocate(capacity: Self.blockCount)
    blocks.initialize(repeating: nil, count: Self.blockCount)
  }

  deinit {
    for block in 0..<Self.blockCount { blocks[block]?.deallocate() }
    blocks.deallocate()
  }

  /// Properties of a code point, 0…0x10FFFF.
  @inline(__always)
  subscript(scalar: UInt32) -> CharacterProperties {
    let block = blocks[Int(scalar >> 8)] ?? fill(Int(scalar >> 8))
    return CharacterProperties(bits: block[Int(scalar & 255)])
  }

  @inline(never)
  private func fill(_ index: Int) -> UnsafeMutablePointer<UInt64> {
    let block = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
    for offset in 0..<256 {
      (block + offset).initialize(to: CharacterProperties(of: UInt32(index * 256 + offset)).bits)
    }
    blocks[index] = block
    return block
  }
}
