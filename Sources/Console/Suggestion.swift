/// "Did you mean …?"
public enum Suggestion {
  /// The candidate closest to `word`, or nil when none is close enough to be a likely slip of the hand.
  ///
  /// Close enough is an edit distance of at most a third of the longer word, and at least one edit; capitals count as
  /// equal. Among equals the first candidate wins.
  public static func nearest(_ word: String, in candidates: some Sequence<String>) -> String? {
    nearest(word, in: candidates, limit: 1).first
  }

  /// Up to `limit` close candidates, nearest first.
  public static func nearest(_ word: String, in candidates: some Sequence<String>, limit: Int) -> [String] {
    let lowered = word.lowercased()
    let close = candidates.compactMap { candidate -> (candidate: String, distance: Int)? in
      let distance = editDistance(lowered, candidate.lowercased())
      let allowed = max(1, max(word.count, candidate.count) / 3)
      return distance <= allowed && distance < max(word.count, candidate.count) ? (candidate, distance) : nil
    }
    // `sorted` is stable, so candidates at the same distance keep their order.
    return close.sorted { $0.distance < $1.distance }.prefix(limit).map(\.candidate)
  }

  /// "; did you mean …?" or nothing: the tail of a sentence.
  public static func tail(_ word: String, in candidates: some Sequence<String>) -> String {
    nearest(word, in: candidates).map { "; did you mean \($0)?" } ?? ""
  }

  /// Number of single-character insertions, deletions, replacements and swaps of neighbors that turn `source` into
  /// `target` (optimal string alignment).
  public static func editDistance(_ source: String, _ target: String) -> Int {
    let source = Array(source)
    let target = Array(target)
    var beforePrevious = [Int](repeating: 0, count: target.count + 1)
    var previous = Array(0...target.count)
    for row in source.indices {
      var current = [row + 1] + [Int](repeating: 0, count: target.count)
      for column in target.indices {
        let same = source[row] == target[column]
        var best = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (same ? 0 : 1))
        if row > 0, column > 0, source[row] == target[column - 1], source[row - 1] == target[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current[column + 1] = best
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[target.count]
  }
}
