import Console

/// What models lose when the same queries are spelled or drawn otherwise.
public struct RobustnessRow: Sendable {
  /// What one model loses.
  public struct Cell: Sendable {
    /// R@1 and R@10 in percent, of the queries as they are.
    public let before: [Double]
    /// The same of the perturbed queries.
    public let after: [Double]
    /// R@1 and R@10 of the perturbed queries minus those of the queries as they are.
    public let differences: [PairedDifference]
  }

  public let change: QueryChange
  /// Nil for all languages together.
  public let language: String?
  /// Queries that there is something to change of, all splits together.
  public let queries: Int
  /// One a model; nil where the change means nothing to it.
  public let cells: [Cell?]

  package static let depths = [1, 10]

  /// All languages together, then one by one.
  static func all(
    _ sets: [AlignedSets], using generator: inout some RandomNumberGenerator
  ) throws -> [RobustnessRow] {
    let languages = sets.map(\.known.language).distinct
    var rows: [RobustnessRow] = []
    for change in QueryChange.all {
      rows += try row(change, sets, language: nil, using: &generator).map { [$0] } ?? []
      guard languages.count > 1 else { continue }
      for language in languages {
        let own = sets.filter { $0.known.language == language }
        rows += try row(change, own, language: language, using: &generator).map { [$0] } ?? []
      }
    }
    return rows
  }

  /// Nil where no query could be changed for any model.
  private static func row(
    _ change: QueryChange, _ sets: [AlignedSets], language: String?, using generator: inout some RandomNumberGenerator
  ) throws -> RobustnessRow? {
    var cells: [Cell?] = []
    var queries = 0
    for model in (sets.first?.sets ?? []).indices {
      // Each run's ranks of all sets in a row.
      let runs = sets[0].sets[model].indices.map { run in
        sets.map { $0.sets[model][run].ranks(changedBy: change) }
      }
      let before = runs.map { $0.flatMap(\.before) }
      let after = runs.map { $0.flatMap(\.after) }
      guard let count = before.first?.count, count > 0 else {
        cells.append(nil)
        continue
      }
      queries = count
      cells.append(try Cell(before: before, after: after, using: &generator))
    }
    guard cells.contains(where: { $0 != nil }) else { return nil }
    return RobustnessRow(change: change, language: language, queries: queries, cells: cells)
  }
}

extension RobustnessRow.Cell {
  /// - Parameters: ranks of the same queries, one list a run.
  fileprivate init(before: [[TiedRank]], after: [[TiedRank]], using generator: inout some RandomNumberGenerator) throws
  {
    func percents(_ runs: [[TiedRank]]) -> [Double] {
      RobustnessRow.depths.map { depth in
        runs.reduce(0) { $0 + RetrievalRecall.percent(of: $1, within: depth) } / Double(runs.count)
      }
    }
    self.before = percents(before)
    self.after = percents(after)
    differences = try RobustnessRow.depths.map {
      try PairedDifference(first: after, second: before, depth: $0, using: &generator)
    }
  }
}

extension ComparedModel.SetRanks {
  /// Ranks of the queries that a change concerns, without it and with it.
  fileprivate func ranks(changedBy change: QueryChange) -> (before: [TiedRank], after: [TiedRank]) {
    guard let changed = changes.first(where: { $0.change == change }) else { return ([], []) }
    let known = Dictionary(zip(textToImage.queries, textToImage.ranks), uniquingKeysWith: { first, _ in first })
    let pairs = zip(changed.queries, changed.ranks).compactMap { query, after in
      known[query].map { (before: $0, after: after) }
    }
    return (pairs.map(\.before), pairs.map(\.after))
  }
}
