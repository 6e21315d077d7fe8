/// Queries of several sets of a split together, by something that they have in common.
struct PooledRows {
  /// Queries of one split that belong together: which set, and which of its queries with a right item.
  private struct Group {
    let split: String
    let name: String
    var members: [(set: Int, place: Int)] = []
  }

  private let sets: [AlignedSets]
  private let direction: Comparison.Direction
  private let groups: [Group]

  /// Texts that find images, by the script that they are written in; the frequent ones of a split first.
  static func scripts(_ sets: [AlignedSets]) -> PooledRows {
    PooledRows(sets, .textToImage) { set, place in
      CaptionScript.of(set.known.queries[set.known.textToImage.queries[place]])
    }
  }

  /// Every query of a split.
  static func splits(_ sets: [AlignedSets], _ direction: Comparison.Direction) -> PooledRows {
    PooledRows(sets, direction) { _, _ in "all" }
  }

  private init(
    _ sets: [AlignedSets], _ direction: Comparison.Direction, name: (AlignedSets, _ place: Int) -> String
  ) {
    self.sets = sets
    self.direction = direction
    var groups: [Group] = []
    for (number, set) in sets.enumerated() {
      for place in set.known.ranks(direction).ranks.indices {
        let (split, name) = (set.known.split, name(set, place))
        let known = groups.firstIndex { $0.split == split && $0.name == name }
        if known == nil { groups.append(Group(split: split, name: name)) }
        groups[known ?? groups.count - 1].members.append((number, place))
      }
    }
    let splits = sets.map(\.known.split)
    func order(_ group: Group) -> (Int, Int, String) {
      (splits.firstIndex(of: group.split) ?? 0, -group.members.count, group.name)
    }
    self.groups = groups.sorted { order($0) < order($1) }
  }

  func rows(using generator: inout some RandomNumberGenerator) throws -> [Comparison.Row] {
    try groups.map { group in
      Comparison.Row(
        split: group.split, group: group.name, direction: direction, queries: group.members.count, gallery: nil,
        chance: chance(of: group), cells: try ComparedRecall.all(ranks(of: group), using: &generator))
    }
  }

  private func ranks(of group: Group) -> [[[TiedRank]]] {
    (sets.first?.sets ?? []).indices.map { model in
      sets[0].sets[model].indices.map { run in
        group.members.map { sets[$0.set].sets[model][run].ranks(direction).ranks[$0.place] }
      }
    }
  }

  /// Galleries differ, and so does what guessing reaches in each.
  private func chance(of group: Group) -> [Double] {
    let own = sets.map { RetrievalRecall($0.known.ranks(direction)).chance }
    return RetrievalRecall.depths.indices.map { depth in
      group.members.reduce(0) { $0 + own[$1.set][depth] } / Double(max(1, group.members.count))
    }
  }
}
