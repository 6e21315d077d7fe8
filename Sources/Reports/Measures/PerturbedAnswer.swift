import Evaluation
import JSON

/// One query, asked as it is and asked again changed.
public struct PerturbedAnswer: Sendable {
  public let change: QueryChange
  public let language: String
  /// Of the query as it is, as ISO 15924 has it.
  public let script: String
  /// Place of the best right image.
  public let before: TiedRank
  public let after: TiedRank

  public init(change: QueryChange, language: String, script: String, before: TiedRank, after: TiedRank) {
    self.change = change
    self.language = language
    self.script = script
    self.before = before
    self.after = after
  }
}

extension MeasureReport {
  /// What changes of queries cost, together, by language and by script.
  public static func robustness(_ answers: [PerturbedAnswer], title: String) -> MeasureReport {
    let groups: [(title: String, name: String?, key: (PerturbedAnswer) -> String)] = [
      ("All queries", nil, { _ in "" }), ("By language", "Language", \.language), ("By script", "Script", \.script),
    ]
    let tables = groups.map { group in
      (group, QueryChange.all.flatMap { change in rows(answers.filter { $0.change == change }, change, group.key) })
    }
    var report = MeasureReport(
      title: title, kind: "robustness",
      about:
        "The same queries are asked as they are and spelled or drawn otherwise; only queries that a change concerns count. "
        + "text→image, in percent.",
      json: .object(
        zip(["all", "languages", "scripts"], tables).map { name, table in
          JSONMember(name, .array(table.1.map(\.json)))
        }))
    report.tables = tables.map { group, rows in
      MeasureTable(
        title: group.title,
        columns: [.text("Change")] + (group.name.map { [.text($0)] } ?? []) + [.number("Queries")]
          + ["R@1", "R@10"].flatMap { depth -> [MeasureTable.Column] in
            ["as they are", "changed", "difference"].map { .number($0, in: depth) }
          },
        rows: rows.map { row in
          [.text(row.change.title)] + (group.name == nil ? [] : [.text(row.group)]) + [.count(row.before.count)]
            + [1, 10].flatMap { depth -> [MeasureTable.Cell] in
              let (before, after) = (row.percent(row.before, depth), row.percent(row.after, depth))
              return [.percent(before), .percent(after), .number(after - before, 1)]
            }
        }, shownRows: 40)
    }
    report.notes = QueryChange.all.filter { change in answers.contains { $0.change == change } }.map {
      "\($0.title): \($0.about)"
    }
    return report
  }

  private struct Row {
    let change: QueryChange
    let group: String
    let before: [TiedRank]
    let after: [TiedRank]

    func percent(_ ranks: [TiedRank], _ depth: Int) -> Double { RetrievalRecall.percent(of: ranks, within: depth) }

    var json: JSONValue {
      [
        "change": .string(change.word), "group": .string(group), "queries": .integer(before.count),
        "before": .array([1, 10].map { .number(percent(before, $0)) }),
        "after": .array([1, 10].map { .number(percent(after, $0)) }),
      ]
    }
  }

  /// One row a group, in the order of first appearance.
  private static func rows(
    _ answers: [PerturbedAnswer], _ change: QueryChange, _ key: (PerturbedAnswer) -> String
  ) -> [Row] {
    answers.map(key).distinct.map { group in
      let own = answers.filter { key($0) == group }
      return Row(change: change, group: group, before: own.map(\.before), after: own.map(\.after))
    }
  }
}

extension MeasureTable {
  /// Recall of queries by the group that each belongs to, groups of most queries first; nil where there are fewer than two.
  ///
  /// - Parameter asked: of every query its group, and the share of its hits at each of `RetrievalRecall.depths`.
  public static func recall(
    ofGroups queried: [(group: String, shares: [Double])], title: String, group: String
  ) -> MeasureTable? {
    let groups = Dictionary(grouping: queried, by: \.group).sorted { left, right in
      left.value.count != right.value.count ? left.value.count > right.value.count : left.key < right.key
    }
    guard groups.count > 1 else { return nil }
    return MeasureTable(
      title: title, columns: [.text(group), .number("Queries")] + RetrievalRecall.depths.map { .number("R@\($0)") },
      rows: groups.map { name, queries in
        [.text(name), .count(queries.count)]
          + RetrievalRecall.depths.indices.map { depth in
            .percent(RetrievalRecall.percent(queries.map { $0.shares[depth] }))
          }
      })
  }
}
