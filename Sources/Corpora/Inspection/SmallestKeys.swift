/// A random part of a stream whose length nobody knows: each element comes with a random key, and those of the smallest
/// keys stay. Which ones stay does not depend on the order.
struct SmallestKeys<Element> {
  private var kept: [(key: UInt64, element: Element)] = []
  private let limit: Int

  init(_ limit: Int) { self.limit = limit }

  mutating func add(_ key: UInt64, _ element: @autoclosure () -> Element) {
    guard limit > 0, kept.count < limit || key < bound else { return }
    kept.append((key, element()))
    if kept.count >= 2 * limit + 16 { shrink() }
  }

  /// By rising key.
  var elements: [Element] { kept.sorted { $0.key < $1.key }.prefix(limit).map(\.element) }

  /// Keys from here on cannot stay; known since the last time there were too many.
  private var bound = UInt64.max

  private mutating func shrink() {
    kept.sort { $0.key < $1.key }
    kept.removeLast(kept.count - limit)
    bound = kept.last?.key ?? .max
  }
}
