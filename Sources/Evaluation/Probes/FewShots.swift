import Runtime

/// Draws a few examples of every class.
public struct FewShots: Sendable {
  /// Examples a class.
  public let shots: Int
  public let seed: UInt64

  public init(shots: Int, seed: UInt64) {
    self.shots = shots
    self.seed = seed
  }

  /// Numbers of the rows that are drawn, ascending. Fewer shots of a seed are part of its more; a class with fewer rows gives all.
  public func rows(of labels: [Int], classes: Int) -> [Int] {
    var rows = [[Int]](repeating: [], count: classes)
    for (row, label) in labels.enumerated() { rows[label].append(row) }
    return rows.enumerated().flatMap { label, rows in
      var generator = SeededGenerator(seed: seed, stream: UInt64(label))
      return rows.shuffled(using: &generator).prefix(shots)
    }.sorted()
  }
}
