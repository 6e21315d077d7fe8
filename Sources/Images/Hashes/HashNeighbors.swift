/// Finds hashes that differ in a few bits only, without comparing all with all.
///
/// A hash is cut into as many parts as bits may differ, and one: of two that differ in so few bits at least one part is equal.
package struct HashNeighbors {
  private let hashes: [PerceptualHash]
  private let distance: Int
  /// For every part, the numbers of the hashes that have a value there.
  private let tables: [[UInt64: [Int32]]]

  /// - Parameter distance: bits that may differ, 0…15.
  package init(_ hashes: [PerceptualHash], distance: Int) {
    self.hashes = hashes
    self.distance = min(max(distance, 0), 15)
    let parts = self.distance + 1
    tables = (0..<parts).map { part in
      var table: [UInt64: [Int32]] = [:]
      for (number, hash) in hashes.enumerated() {
        table[Self.part(part, of: hash, parts), default: []].append(Int32(number))
      }
      return table
    }
  }

  /// Numbers of the hashes near one, nearest first, then ascending.
  package func near(_ hash: PerceptualHash) -> [(number: Int, distance: Int)] {
    var seen: Set<Int32> = []
    var found: [(number: Int, distance: Int)] = []
    for (part, table) in tables.enumerated() {
      for number in table[Self.part(part, of: hash, tables.count)] ?? [] where seen.insert(number).inserted {
        let bits = hash.distance(to: hashes[Int(number)])
        if bits <= distance { found.append((Int(number), bits)) }
      }
    }
    return found.sorted { ($0.distance, $0.number) < ($1.distance, $1.number) }
  }

  private static func part(_ part: Int, of hash: PerceptualHash, _ parts: Int) -> UInt64 {
    let (from, to) = (64 * part / parts, 64 * (part + 1) / parts)
    let mask: UInt64 = to - from == 64 ? .max : (1 << UInt64(to - from)) - 1
    return hash.bits >> UInt64(from) & mask
  }
}
