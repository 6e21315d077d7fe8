/// A model's table of normal forms: the size of a double array (Aoe 1989, as Darts-clone lays it out), the array, and
/// the texts that its values point at, each ending in a zero byte.
struct CharacterMap {
  private let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  /// Whether no walk through the array leaves it, whatever the text, and every value is the place of a text that ends.
  var isSound: Bool {
    guard bytes.count > 4, let size = Int(exactly: number(at: 0)), size >= 1024, size % 1024 == 0,
      size < bytes.count - 4
    else {
      return false
    }
    let texts = bytes.dropFirst(4 + size)
    guard texts.last == 0, String(validating: texts, as: UTF8.self) != nil else { return false }
    let units = size / 4
    for index in 0..<units where !isWalkSafe(from: index, units: units, texts: texts.count) { return false }
    return true
  }

  /// A unit's top bit marks a value; otherwise bit 8 says that a value hangs below it, bits 10 to 30 how far away its
  /// children are, in units of 256 where bit 9 is set.
  private func isWalkSafe(from index: Int, units: Int, texts: Int) -> Bool {
    let unit = number(at: 4 + index * 4)
    guard unit >> 31 == 0 else { return true }
    let offset = Int(unit >> 10) << (unit & 0x200 != 0 ? 8 : 0)
    let children = index ^ offset
    guard children | 255 < units else { return false }
    return unit & 0x100 == 0 || Int(number(at: 4 + children * 4) & 0x7FFF_FFFF) < texts
  }

  private func number(at place: Int) -> UInt32 {
    let start = bytes.startIndex + place
    return bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
