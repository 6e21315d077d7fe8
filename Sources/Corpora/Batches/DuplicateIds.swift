/// Which pairs of a batch cannot be told apart: those that share the image's bytes or a caption, directly or over others.
struct DuplicateIds {
  /// Equal for pairs of one group; the number of the group's first pair.
  let ids: [Int32]

  /// - Parameter marks: for every pair, hashes of all that it may share.
  init(keys: [[UInt64]]) {
    var parents = Array(keys.indices)
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
    for (pair, keys) in keys.enumerated() {
      for mark in keys {
        guard let first = firstWith[mark] else {
          firstWith[mark] = pair
          continue
        }
        let (a, b) = (root(first), root(pair))
        parents[max(a, b)] = min(a, b)
      }
    }
    ids = keys.indices.map { Int32(root($0)) }
  }
}
