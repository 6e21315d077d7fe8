import Console

extension Comparison {
  /// The numbers for a terminal: what the models cost, and text finding pictures.
  public func text() -> String {
    var costs = TextTable(
      [.left("")] + arms.map { .right($0.name) })
    for fact in facts { costs.add([fact.name] + fact.values) }
    var recalls = TextTable(
      [.left("split"), .left("language"), .right("queries")] + arms.map { .right("\($0.name) R@1 / 5 / 10") }
        + arms.dropFirst().map { .right("\($0.name): R@1 more") })
    for row in rows where row.direction == .textToImage {
      recalls.add(
        [row.split, row.language, String(row.queries)] + row.cells.map { Self.percents($0.percent) }
          + row.cells.dropFirst().map { Self.difference($0.differences?.first) })
    }
    let marks = warnings.map { "! \($0)" }
    return (marks + [costs.text(), "", recalls.text(), "", Self.explanation]).joined(separator: "\n")
  }

  /// The same and the other direction, for a page of notes.
  public func markdown() -> String {
    var lines = ["# \(title)", ""] + warnings.flatMap { ["> \($0)", ""] }
    lines += Self.markdownTable(
      [""] + arms.map { "\($0.name): \($0.about)" }, facts.map { [$0.name] + $0.values })
    for direction in Direction.allCases {
      lines += ["", "## Recall, \(direction.rawValue)", ""]
      lines += Self.markdownTable(
        ["split", "language", "queries", "chance R@1"] + arms.map { "\($0.name) R@1 / 5 / 10" }
          + arms.dropFirst().map { "\($0.name): R@1 more" },
        rows.filter { $0.direction == direction }.map { row in
          [row.split, row.language, String(row.queries), NumberText.fixed(row.chance[0], decimals: 2)]
            + row.cells.map { Self.percents($0.percent) }
            + row.cells.dropFirst().map { Self.difference($0.differences?.first) }
        })
    }
    lines += ["", "## Captions", ""]
    lines += Self.markdownTable(["language"] + arms.map { "\($0.name)" }, lengthRows)
    return (lines + ["", Self.explanation]).joined(separator: "\n") + "\n"
  }

  static let explanation =
    "R@k in percent, mean over the seeds. “More” is the difference from the first model in points, with the 95 % interval of a "
    + "paired bootstrap over the queries; * where it leaves out zero."

  /// Patches or tokens a caption, one row a language.
  var lengthRows: [[String]] {
    let languages = arms.first?.lengths.map(\.language) ?? []
    return languages.map { language in
      [language]
        + arms.map { arm in
          guard let lengths = arm.lengths.first(where: { $0.language == language }) else { return "–" }
          let cut = lengths.cut > 0 ? ", \(lengths.cut) cut" : ""
          return "\(NumberText.fixed(lengths.mean, decimals: 1)) (95 %: \(lengths.high)\(cut))"
        }
    }
  }

  /// What the models cost, one row a property.
  var facts: [(name: String, values: [String])] {
    func row(_ name: String, _ value: (ComparedArm) -> String) -> (name: String, values: [String]) {
      (name, arms.map(value))
    }
    let parts = arms.flatMap { $0.parameters.map(\.part) }
    let distinct = parts.enumerated().filter { parts.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    return [row("parameters") { NumberText.thousands($0.parameterCount) }]
      + distinct.map { part in
        row("– \(part)") { arm in
          arm.parameters.first { $0.part == part }.map { NumberText.thousands($0.count) } ?? "–"
        }
      } + [
        row("MFLOP a pair") { NumberText.fixed($0.operationsPerPair / 1e6, decimals: 0) },
        row("pairs/s") { NumberText.fixed($0.mean(\.pairsPerSecond), decimals: 0) },
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

  private static func markdownTable(_ head: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    return [line(head), line(head.indices.map { $0 == 0 ? "---" : "---:" })] + rows.map(line)
  }
}
