import Console
import Corpora
import Evaluation

extension LengthReport {
  /// The numbers for a terminal.
  public func text() -> String {
    let rows = rows
    let characters = Self.aligned(
      rows.map { row in
        row.characters.total == 0
          ? nil
          : [NumberText.fixed(row.characters.mean, decimals: 1), Self.high(row.characters.values(holding: [0.95]))]
      })
    let columns = table.columns.indices.map { column in Self.cells(rows.map { $0.lengths[column] }) }
    var text = TextTable(
      [.left("language"), .right("captions"), .right("characters")] + table.columns.map { .right($0.name) })
    for (place, row) in rows.enumerated() {
      text.add(
        [row.name, NumberText.thousands(row.characters.total), characters[place]] + columns.map { $0[place] })
    }
    let about = about.map { "\($0.name): \($0.words)" }
    return ([text.text(), ""] + about + ["", legend] + notes).joined(separator: "\n")
  }

  private var legend: String {
    "mean | 95 % | cut | unknown, in a context of \(context) tokens. \(Self.explanation)"
  }

  /// A column's cells: mean, 95th percentile and, where some caption of the column is concerned, what is cut and unknown.
  private static func cells(_ lengths: [CaptionLengths]) -> [String] {
    let showsUnknown = lengths.contains { $0.unknown > 0 }
    let showsCut = showsUnknown || lengths.contains { $0.cut > 0 }
    return aligned(
      lengths.map { lengths in
        guard let most = lengths.high else { return nil }
        return [NumberText.fixed(lengths.mean, decimals: 1), NumberText.thousands(most)]
          + (showsCut ? [percent(lengths.cutShare)] : []) + (showsUnknown ? [percent(lengths.unknownShare)] : [])
      })
  }

  private static func high(_ values: [Int]) -> String { values.first.map(NumberText.thousands) ?? "–" }

  /// The parts of each cell below each other; a dash where there are none.
  private static func aligned(_ cells: [[String]?]) -> [String] {
    let parts = cells.compactMap { $0 }
    let widths = (parts.first ?? []).indices.map { part in parts.map { DisplayWidth.of($0[part]) }.max() ?? 0 }
    return cells.map { cell in
      guard let cell else { return "–" }
      return zip(cell, widths).map { text, width in
        String(repeating: " ", count: width - DisplayWidth.of(text)) + text
      }.joined(separator: " | ")
    }
  }
}
