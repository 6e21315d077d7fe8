import Console
import Corpora
import Evaluation

extension Comparison {
  /// Rows by language or script that a terminal has room for.
  private static let shown = 12

  /// The numbers for a terminal, short: what the models cost, and text finding images.
  public func text() -> String {
    var costs = TextTable([.left("")] + models.map { .right($0.name) })
    for fact in facts { costs.add([fact.name] + fact.values) }
    var parts = (warnings + alike).map { "! \($0)" } + [costs.text()]
    parts += ["", recalls("queries in", totals)]
    for (group, rows) in [("language", rows), ("script", scripts), ("never trained on", unseen)] {
      let queried = rows.filter { $0.direction == .textToImage }
      if (1...Self.shown).contains(queried.count) { parts += ["", recalls(group, queried)] }
    }
    if let lost = lostByChange() { parts += ["", "the same queries changed, R@1:", lost] }
    return (parts + ["", Self.explanation + " By language and script: in the report."]).joined(separator: "\n")
  }

  private func recalls(_ group: String, _ rows: [Row]) -> String {
    var table = TextTable(
      [.left("split"), .left(group), .right("queries")] + models.map { .right("\($0.name) R@1 / 5 / 10") }
        + models.dropFirst().map { .right("\($0.name): ΔR@1") })
    for row in rows where row.direction == .textToImage {
      table.add(
        [row.split, row.group, NumberText.thousands(row.queries)] + row.cells.map { Self.percents($0.percent) }
          + row.cells.dropFirst().map { Self.difference($0.differences?.first) })
    }
    return table.text()
  }

  /// All languages together; nil where nothing was changed.
  private func lostByChange() -> String? {
    let rows = robustness.filter { $0.language == nil }
    guard !rows.isEmpty else { return nil }
    var table = TextTable([.left("change"), .right("queries")] + models.map { .right($0.name) })
    for row in rows {
      table.add([row.change.title, NumberText.thousands(row.queries)] + row.cells.map(Self.change))
    }
    return table.text()
  }

  static let explanation =
    "R@k in percent, mean over the seeds, equal scores in random order. ΔR@1 is the difference from the first model in points, with the 95 % interval of a "
    + "paired bootstrap over the queries; * where it leaves out zero."

  /// What was tried before, and which of it was kept.
  var tuningRows: [[String]] {
    tuning.flatMap { model in
      model.trials.map {
        [model.model, $0.setting, NumberText.fixed($0.meanRecall, decimals: 2), model.verdict(on: $0)]
      }
    }
  }

  /// Patches or tokens per caption, one row a language.
  var lengthRows: [[String]] {
    guard let first = models.first else { return [] }
    return first.lengths.indices.map { place in
      [first.lengths[place].language] + models.map { Self.lengths($0.lengths, place) }
    }
      + first.unseenLengths.indices.map { place in
        ["\(first.unseenLengths[place].language), never trained on"]
          + models.map { Self.lengths($0.unseenLengths, place) }
      }
  }

  private static func lengths(_ lengths: [CaptionLengths], _ place: Int) -> String {
    guard lengths.indices.contains(place), let high = lengths[place].high else { return "–" }
    let own = lengths[place]
    let shares = [(own.cutShare, "cut"), (own.unknownShare, "unknown")].filter { $0.0 > 0 }.map { share, what in
      ", \(NumberText.fixed(100 * share, decimals: 1)) % \(what)"
    }
    return "\(NumberText.fixed(own.mean, decimals: 1)) (95 %: \(high)\(shares.joined()))"
  }

  /// What the models cost, one row a property.
  var facts: [(name: String, values: [String])] {
    func row(_ name: String, _ value: (ComparedModel) -> String) -> (name: String, values: [String]) {
      (name, models.map(value))
    }
    let parts = models.flatMap { $0.parameters.map(\.part) }.distinct
    return [row("parameters") { NumberText.thousands($0.parameterCount) }]
      + parts.map { part in
        row("– \(part)") { model in
          model.parameters.first { $0.part == part }.map { NumberText.thousands($0.count) } ?? "–"
        }
      } + [
        row("MFLOP per pair") { NumberText.fixed($0.operationsPerPair / 1e6, decimals: 0) },
        row("pairs/s, median step") { NumberText.fixed($0.mean(\.pairsPerSecond), decimals: 0) },
        row("steps") { NumberText.fixed($0.mean { Double($0.steps) }, decimals: 0) },
        row("training") { NumberText.duration(seconds: $0.mean(\.seconds)) },
        row("TFLOP trained") {
          NumberText.fixed($0.operationsPerPair * Double($0.batch) * $0.mean { Double($0.steps) } / 1e12, decimals: 1)
        },
        row("peak memory") { NumberText.bytes(Int($0.mean { Double($0.peakMemoryBytes) })) },
        row("checkpoint") { NumberText.bytes(Int($0.mean { Double($0.checkpointBytes) })) },
        row("seeds") { $0.runs.map { String($0.seed) }.joined(separator: ", ") },
      ]
  }

  static func percents(_ percents: [Double]) -> String {
    percents.map { NumberText.fixed($0, decimals: 1) }.joined(separator: " / ")
  }

  static func difference(_ difference: PairedDifference?) -> String {
    guard let difference else { return "–" }
    func signed(_ value: Double) -> String {
      (value < 0 ? "−" : "+") + NumberText.fixed(abs(value), decimals: 1)
    }
    let (low, high) = (difference.interval.lowerBound, difference.interval.upperBound)
    return "\(signed(difference.points)) (\(signed(low))…\(signed(high)))\(difference.isClear ? " *" : "")"
  }

  /// R@1 before and after.
  static func change(_ cell: RobustnessRow.Cell?) -> String {
    guard let cell else { return "–" }
    let mark = cell.differences[0].isClear ? " *" : ""
    return "\(NumberText.fixed(cell.before[0], decimals: 1)) → \(NumberText.fixed(cell.after[0], decimals: 1))\(mark)"
  }
}
