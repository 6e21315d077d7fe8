import Console

/// Chooses the queries that tell most about what models can and cannot do.
public struct DiscriminativeExamples: Sendable {
  /// Queries of one kind, worst first.
  public struct Group: Sendable, Equatable {
    public let title: String
    public let about: String
    /// Which set, and which of its queries.
    public let members: [Member]
  }

  public struct Member: Sendable, Hashable {
    public let set: Int
    public let query: Int
  }

  /// By set and query: the expected rank that each model's first run gives the right image, 0 for first place.
  private let ranks: [(member: Member, ranks: [Double])]
  private let names: [String]
  /// Of each set.
  private let splits: [String]

  /// - Parameter models: asked the same sets.
  public init(_ models: [ComparedModel]) throws {
    names = models.map(\.name)
    let sets = try AlignedSets.all(of: models, \.sets)
    splits = sets.map(\.known.split)
    ranks = sets.enumerated().flatMap { number, sets in
      sets.known.textToImage.queries.enumerated().map { place, query in
        (Member(set: number, query: query), sets.sets.map { $0.first?.textToImage.ranks[place].expected ?? 0 })
      }
    }
  }

  /// What every model misses, then what one finds and the others miss.
  ///
  /// - Parameter count: queries of each kind at most.
  public func groups(_ count: Int) -> [Group] {
    let missed = group(
      "What every model misses", "Queries whose right image stands furthest down in all lists.", count
    ) { ranks in ranks.min() ?? 0 }
    guard names.count > 1 else { return [missed] }
    return [missed]
      + names.indices.map { model in
        group(
          "What only \(names[model]) finds", "Queries that it answers first and the others answer worst.", count
        ) { ranks in
          let others = ranks.indices.filter { $0 != model }.map { ranks[$0] }
          return ranks[model] == 0 ? others.min() ?? 0 : 0
        }
      }
  }

  /// The queries of the highest score; none without a score. Splits take turns, and so do the languages of a split, so that one
  /// hard split or image does not fill the list.
  private func group(_ title: String, _ about: String, _ count: Int, score: ([Double]) -> Double) -> Group {
    let scored = ranks.enumerated().map { (place: $0.offset, score: score($0.element.ranks)) }.filter { $0.score > 0 }
    let best = scored.sorted { ($1.score, $0.place) < ($0.score, $1.place) }.map { ranks[$0.place].member }
    let bySplit = splits.distinct.map { split in
      Self.turns(
        Dictionary(grouping: best.filter { splits[$0.set] == split }, by: \.set).values.sorted {
          (best.firstIndex(of: $0[0]) ?? 0) < (best.firstIndex(of: $1[0]) ?? 0)
        })
    }
    return Group(title: title, about: about, members: Array(Self.turns(bySplit).prefix(max(0, count))))
  }

  /// The first of every list, then the second of every list.
  private static func turns(_ lists: [[Member]]) -> [Member] {
    (0..<(lists.map(\.count).max() ?? 0)).flatMap { turn in
      lists.compactMap { $0.indices.contains(turn) ? $0[turn] : nil }
    }
  }
}
