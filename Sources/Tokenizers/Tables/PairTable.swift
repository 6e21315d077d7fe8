/// An immutable map from two numbers to a third, in one array of slots that are probed one after another.
///
/// Tokenizing is mostly such look-ups; a dictionary's hash, made for keys that an enemy chooses, takes several times as
/// long.
struct PairTable: Sendable {
  struct Slot: Sendable {
    var key: UInt64
    var value: Int32
  }

  private var slots: [Slot]
  private let shift: UInt64
  private static let empty = UInt64.max

  /// `pairs` must be distinct; values are any number but a negative one.
  init(_ pairs: [(left: Int32, right: Int32, value: Int32)]) {
    var bits: UInt64 = 4
    while 1 << bits < pairs.count * 2 { bits += 1 }
    shift = 64 - bits
    slots = [Slot](repeating: Slot(key: Self.empty, value: -1), count: 1 << bits)
    for pair in pairs { insert(Self.key(pair.left, pair.right), pair.value) }
  }

  private mutating func insert(_ key: UInt64, _ value: Int32) {
    var place = home(of: key)
    while slots[place].key != Self.empty { place = (place + 1) & (slots.count - 1) }
    slots[place] = Slot(key: key, value: value)
  }

  /// Fibonacci hashing (Knuth, volume 3): the upper bits of a product.
  @inline(__always)
  private func home(of key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift) }

  @inline(__always)
  static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The value, or -1.
  @inline(__always)
  subscript(left: Int32, right: Int32) -> Int32 {
    let key = Self.key(left, right)
    return slots.withUnsafeBufferPointer { slots in
      var place = home(of: key)
      while true {
        let slot = slots[place]
        if slot.key == key { return slot.value }
        if slot.key == Self.empty { return -1 }
        place = (place + 1) & (slots.count - 1)
      }
    }
  }
}
