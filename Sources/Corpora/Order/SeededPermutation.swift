/// A seeded permutation of 0 ..< `count` that is computed place by place instead of being kept: a Feistel network over the
/// next even number of bits, walked until it falls below `count` (Black and Rogaway 2002, "Ciphers with arbitrary finite
/// domains"). Nothing is kept but the keys, so the order of a hundred million records costs no memory.
struct SeededPermutation: Sendable {
  /// As many as NIST's FF1 has for small domains (SP 800-38G). After four, a number is followed by the next one a quarter too
  /// often among a thousand, and five numbers have favorite places.
  private static let rounds = 10 as UInt64

  let count: Int
  private let halfBits: UInt64
  private let keys: [UInt64]

  init(count: Int, seed: UInt64) {
    self.count = count
    let bits = UInt64(max(2, Int.bitWidth - max(0, count - 1).leadingZeroBitCount))
    halfBits = (bits + 1) / 2
    keys = (1...Self.rounds).map { Self.mixed(seed &+ $0 &* 0x9E37_79B9_7F4A_7C15) }
  }

  /// What stands at `place`, which is in 0 ..< `count`.
  subscript(place: Int) -> Int {
    var value = UInt64(place)
    // The domain is at most four times as large as `count`, so a few rounds are enough on average.
    repeat { value = network(value) } while value >= UInt64(count)
    return Int(value)
  }

  private func network(_ value: UInt64) -> UInt64 {
    let mask = (1 << halfBits) - 1 as UInt64
    var (left, right) = (value >> halfBits, value & mask)
    for key in keys { (left, right) = (right, left ^ (Self.mixed(right &+ key) & mask)) }
    return left << halfBits | right
  }

  /// Spreads every bit over all others (the finisher of SplitMix64).
  static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
