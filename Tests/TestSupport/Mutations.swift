/// Damages bytes in reproducible ways, for tests of readers that must survive anything.
public struct Mutations {
  private var state: UInt64

  public init(seed: UInt64) { state = seed &* 2 &+ 1 }

  /// A number in `0 ..< bound` (xorshift64*, Vigna 2016).
  public mutating func below(_ bound: Int) -> Int {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % max(1, bound)
  }

  /// One to four of: a flipped bit, an overwritten byte, a run of extreme bytes, a cut, a removed or doubled stretch.
  public mutating func mutated(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0...below(4) where !bytes.isEmpty {
      let place = below(bytes.count)
      let end = min(bytes.count, place + 1 + below(8))
      switch below(8) {
      case 0, 1: bytes[place] ^= 1 << UInt8(below(8))
      case 2: bytes[place] = UInt8(below(256))
      case 3: for index in place..<end { bytes[index] = 0xFF }
      case 4: for index in place..<end { bytes[index] = UInt8(ascii: "9") }
      case 5: bytes.removeLast(bytes.count - place)
      case 6: bytes.removeSubrange(place..<end)
      default: bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
    }
    return bytes
  }
}
