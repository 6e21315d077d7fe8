import Console
import Evaluation

extension Comparison {
  /// The numbers for a page of notes.
  public func markdown() -> String {
    var lines = ["# \(title)", ""] + (warnings + alike).flatMap { ["> \($0)", ""] }
    lines += Self.markdownTable(
      [""] + models.map { "\($0.name): \($0.about)" }, facts.map { [$0.name] + $0.values })
    if !tuning.isEmpty {
      lines += ["", "## Tried before", ""]
      lines += Self.markdownTable(["model", "setting", "mean recall", ""], tuningRows)
    }
    for direction in Direction.allCases {
      lines += recalls(
        "Recall, \(direction.rawValue)", "language", (totals + rows).filter { $0.direction == direction })
    }
    lines += recalls("text→image, by script", "script", scripts)
    if !unseen.isEmpty {
      lines += recalls(
        "Languages never trained on, text→image", "language", unseen.filter { $0.direction == .textToImage })
    }
    lines += changes()
    lines += ["", "## Captions", ""]
    lines += Self.markdownTable(["language"] + models.map { "\($0.name)" }, lengthRows)
    return (lines + ["", Self.explanation]).joined(separator: "\n") + "\n"
  }

  private func recalls(_ title: String, _ group: String, _ rows: [Row]) -> [String] {
    ["", "## \(title)", ""]
      + Self.markdownTable(
        ["split", group, "queries", "chance R@1"] + models.map { "\($0.name) R@1 / 5 / 10" }
          + models.dropFirst().map { "\($0.name): ΔR@1" },
        rows.map { row in
          [row.split, row.group, String(row.queries), NumberText.fixed(row.chance[0], decimals: 2)]
            + row.cells.map { Self.percents($0.percent) }
            + row.cells.dropFirst().map { Self.difference($0.differences?.first) }
        })
  }

  private func changes() -> [String] {
    guard !robustness.isEmpty else { return [] }
    return ["", "## Perturbed queries, R@1 before and after", ""]
      + Self.markdownTable(
        ["change", "language", "queries"] + models.map(\.name),
        robustness.map { row in
          [row.change.title, row.language ?? "all", String(row.queries)] + row.cells.map(Self.change)
        })
  }

  private static func markdownTable(_ head: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    return [line(head), line(head.indices.map { $0 == 0 ? "---" : "---:" })] + rows.map(line)
  }
}
