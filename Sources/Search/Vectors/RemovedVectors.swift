/// Numbers of vectors that are there and not to be found any more, a bit each.
public struct RemovedVectors: Sendable {
  private var words: [UInt64] = []
  /// How many they are.
  public private(set) var count = 0

  public init() {}

  public func contains(_ index: Int) -> Bool {
    index >> 6 < words.count && words[index >> 6] & (1 << UInt64(index & 63)) != 0
  }

  /// - Parameter index: 0 or more.
  public mutating func insert(_ index: Int) {
    if index >> 6 >= words.count {
      words += [UInt64](repeating: 0, count: (index >> 6) + 1 - words.count)
    }
    guard !contains(index) else { return }
    words[index >> 6] |= 1 << UInt64(index & 63)
    count += 1
  }
}
