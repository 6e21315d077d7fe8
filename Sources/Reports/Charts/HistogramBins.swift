import Corpora

/// Counts of whole numbers, from 0 up, in bins.
struct HistogramBins: Equatable {
  /// How bins grow.
  enum Scale {
    /// All of one round width.
    case even
    /// From each power of two to one and a half times that, and on to the next.
    case doubling
  }

  /// The lowest value of each bin, ascending, and the value behind the last.
  let edges: [Int]
  /// Occurrences in each bin.
  let counts: [Int]
  /// Whether the last bin holds everything above its beginning: few values far above all others.
  let isOpen: Bool

  /// - Parameter limit: about as many bins of one width at most.
  /// Nil where nothing occurred.
  init?(_ values: ValueCounts, scale: Scale = .even, limit: Int = 30) {
    let marks = values.values(holding: [0, 0.99, 1]).map { max(0, $0) }
    guard marks.count == 3, limit > 0 else { return nil }
    let (low, usual, most) = (marks[0], marks[1], marks[2])
    switch scale {
    case .even:
      isOpen = usual > low && most - low > 3 * (usual - low)
      edges = Self.evenEdges(from: low, to: isOpen ? usual : most, limit: limit, more: isOpen)
    case .doubling:
      isOpen = false
      edges = Self.doublingEdges(from: low, to: most)
    }
    var counts = [Int](repeating: 0, count: edges.count - 1)
    for (value, count) in values.counts {
      let bin = (edges.firstIndex { $0 > value } ?? edges.count) - 1
      counts[min(max(0, bin), counts.count - 1)] += count
    }
    self.counts = counts
  }

  /// What a bin holds, such as `10–19`.
  func label(of bin: Int, format: (Int) -> String) -> String {
    let (low, next) = (edges[bin], edges[bin + 1])
    if isOpen, bin == counts.count - 1 { return "\(format(low)) and more" }
    return holdsOneValue(bin) ? format(low) : "\(format(low))–\(format(next - 1))"
  }

  func holdsOneValue(_ bin: Int) -> Bool { edges[bin + 1] == edges[bin] + 1 }

  /// - Parameter more: adds a bin for what lies above.
  private static func evenEdges(from low: Int, to high: Int, limit: Int, more: Bool) -> [Int] {
    let width = roundWidth((high - low) / limit + 1)
    let start = low / width * width
    return (0...(high - start) / width + (more ? 2 : 1)).map { start + $0 * width }
  }

  private static func doublingEdges(from low: Int, to high: Int) -> [Int] {
    var edges = [0, 1]
    var power = 2
    while let last = edges.last, last <= high, power < 1 << 61 {
      edges += power == 2 ? [2, 3] : [power, power / 2 * 3]
      power *= 2
    }
    let first = edges.lastIndex { $0 <= low } ?? 0
    let end = edges.firstIndex { $0 > high } ?? edges.count - 1
    return Array(edges[first...end])
  }

  /// 1, 2 or 5 times a power of ten, at least `least`.
  private static func roundWidth(_ least: Int) -> Int {
    var power = 1
    while power * 10 <= least { power *= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least } ?? least
  }
}
