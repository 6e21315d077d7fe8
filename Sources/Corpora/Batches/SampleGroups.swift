/// Which pairs of a batch cannot be told apart: those that share the picture's bytes or a caption, directly or over others.
struct SampleGroups {
  /// Equal for pairs of one group; the number of the group's first pair.
  let groups: [Int32]

  /// - Parameter marks: for every pair, hashes of all that it may share.
  init(marks: [[UInt64]]) {
    var parents = Array(marks.indices)
    func root(_ pair: Int) -> Int {
      var pair = pair
      while parents[pair] != pair {
        // Halving the way keeps long chains of shared captions cheap.
        parents[pair] = parents[parents[pair]]
        pair = parents[pair]
      }
      return pair
    }
    var firstWith: [UInt64: Int] = [:]
    for (pair, marks) in marks.enumerated() {
      for mark in marks {
        guard let first = firstWith[mark] else {
          firstWith[mark] = pair
          continue
        }
        let (a, b) = (root(first), root(pair))
        parents[max(a, b)] = min(a, b)
      }
    }
    groups = marks.indices.map { Int32(root($0)) }
  }
}
