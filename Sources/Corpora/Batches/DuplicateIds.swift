/// Which pairs of a batch cannot be told apart: those that share the image's bytes or a caption, directly or over others.
public struct DuplicateIds {
  /// Equal for pairs of one group; the number of the group's first pair.
  public let ids: [Int32]

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

  /// Groups that pairs form by being duplicates of each other or by sharing a caption in some views. Captions are the same with the
  /// same text in one language, whichever of the views shows them.
  ///
  /// - Parameters:
  ///   - duplicateIds: `[pairs]`, equal for duplicates.
  ///   - facts: `[pairs]`.
  ///   - views: `.text` and views of captions.
  public init(_ duplicateIds: [Int32], facts: [RecordFacts], views: [BatchView]) {
    self.init(
      keys: zip(duplicateIds, facts).map { id, facts in
        [StableHash.of("pair \(id)".utf8)]
          + views.compactMap { view in
            let caption = facts.further[view]?.caption
            guard caption != nil || view == .text else { return nil }
            return StableHash.of(
              (caption?.text ?? facts.caption).utf8,
              continuing: StableHash.of((caption?.language ?? facts.language).utf8))
          }
      })
  }

  /// Groups that pairs form by being duplicates of each other or by having one label.
  ///
  /// - Parameters:
  ///   - duplicateIds: `[pairs]`, equal for duplicates.
  ///   - labels: `[pairs]`; nil where a pair has none.
  public init(_ duplicateIds: [Int32], labels: [UInt64?]) {
    self.init(
      keys: zip(duplicateIds, labels).map { id, label in
        [StableHash.of("pair \(id)".utf8)] + (label.map { [StableHash.of("label \($0)".utf8)] } ?? [])
      })
  }
}
