/// Texts that find pictures, by the script that they are written in.
struct ScriptRows {
  /// Queries of one split in one script: which set, and which of its queries with a right picture.
  private struct Group {
    let split: String
    let script: String
    var members: [(set: Int, place: Int)] = []
  }

  private let sets: [AlignedSets]
  private let groups: [Group]

  init(_ sets: [AlignedSets]) {
    self.sets = sets
    var groups: [Group] = []
    for (number, set) in sets.enumerated() {
      for (place, query) in set.known.textToImage.queries.enumerated() {
        let (split, script) = (set.known.split, CaptionScript.of(set.known.queries[query]))
        let known = groups.firstIndex { $0.split == split && $0.script == script }
        if known == nil { groups.append(Group(split: split, script: script)) }
        groups[known ?? groups.count - 1].members.append((number, place))
      }
    }
    let splits = sets.map(\.known.split)
    self.groups = groups.sorted {
      ((splits.firstIndex(of: $0.split) ?? 0), -$0.members.count, $0.script)
        < ((splits.firstIndex(of: $1.split) ?? 0), -$1.members.count, $1.script)
    }
  }

  func rows(using generator: inout some RandomNumberGenerator) throws -> [Comparison.Row] {
    try groups.map { group in
      Comparison.Row(
        split: group.split, group: group.script, direction: .textToImage, queries: group.members.count,
        gallery: nil, chance: chance(of: group), cells: try ComparedRecall.all(ranks(of: group), using: &generator))
    }
  }

  private func ranks(of group: Group) -> [[[Int]]] {
    (sets.first?.sets ?? []).indices.map { arm in
      sets[0].sets[arm].indices.map { run in
        group.members.map { sets[$0.set].sets[arm][run].textToImage.ranks[$0.place] }
      }
    }
  }

  /// Galleries differ, and so does what guessing reaches in each.
  private func chance(of group: Group) -> [Double] {
    let own = sets.map { RetrievalRecall($0.known.textToImage).chance }
    return RetrievalRecall.depths.indices.map { depth in
      group.members.reduce(0) { $0 + own[$1.set][depth] } / Double(max(1, group.members.count))
    }
  }
}
