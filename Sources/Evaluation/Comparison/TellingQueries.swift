/// Chooses the queries that tell most about what models can and cannot do.
public struct TellingQueries: Sendable {
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

  /// By set and query: the rank that each model's first run gives the right picture.
  private let ranks: [(member: Member, ranks: [Int])]
  private let names: [String]

  /// - Parameter arms: asked the same sets.
  public init(_ arms: [ComparedArm]) throws {
    names = arms.map(\.name)
    ranks = try AlignedSets.all(of: arms, \.sets).enumerated().flatMap { number, sets in
      sets.known.textToImage.queries.enumerated().map { place, query in
        (Member(set: number, query: query), sets.sets.map { $0.first?.textToImage.ranks[place] ?? 0 })
      }
    }
  }

  /// What every model misses, then what one finds and the others miss.
  ///
  /// - Parameter count: queries of each kind at most.
  public func groups(_ count: Int) -> [Group] {
    let missed = group(
      "What every model misses", "Queries whose right picture stands furthest down in all lists.", count
    ) { ranks in ranks.min() ?? 0 }
    guard names.count > 1 else { return [missed] }
    return [missed]
      + names.indices.map { arm in
        group(
          "What only \(names[arm]) finds", "Queries that it answers first and the others answer worst.", count
        ) { ranks in
          let others = ranks.indices.filter { $0 != arm }.map { ranks[$0] }
          return ranks[arm] == 0 ? others.min() ?? 0 : 0
        }
      }
  }

  /// The queries of the highest score, in the sets' order where scores are equal; none without a score.
  private func group(_ title: String, _ about: String, _ count: Int, score: ([Int]) -> Int) -> Group {
    let scored = ranks.enumerated().map { ($0.offset, score($0.element.ranks)) }.filter { $0.1 > 0 }
    let best = scored.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(max(0, count))
    return Group(title: title, about: about, members: best.map { ranks[$0.0].member })
  }
}
