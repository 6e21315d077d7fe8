/// How often each whole number occurred.
public struct ValueCounts: Sendable, Equatable {
  public private(set) var counts: [Int: Int] = [:]
  /// All occurrences together.
  public private(set) var total = 0
  /// All occurrences of all values, added.
  public private(set) var sum = 0

  public init() {}

  public init(_ values: some Sequence<Int>) {
    for value in values { add(value) }
  }

  public mutating func add(_ value: Int, times: Int = 1) {
    counts[value, default: 0] += times
    total += times
    sum += value * times
  }

  public mutating func add(_ others: ValueCounts) {
    counts.merge(others.counts, uniquingKeysWith: +)
    total += others.total
    sum += others.sum
  }

  /// NaN where nothing occurred.
  public var mean: Double { Double(sum) / Double(total) }
  public var least: Int? { counts.keys.min() }
  public var most: Int? { counts.keys.max() }

  /// The smallest values that are enough for each of `shares` (0…1, rising) of all occurrences; empty where nothing
  /// occurred.
  public func values(holding shares: [Double]) -> [Int] {
    var seen = 0
    var found: [Int] = []
    for (value, count) in counts.sorted(by: { $0.key < $1.key }) {
      seen += count
      while found.count < shares.count, Double(seen) >= shares[found.count] * Double(total) { found.append(value) }
    }
    return found
  }
}
