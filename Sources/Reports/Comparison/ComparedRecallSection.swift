import Evaluation

/// Recall by language, by script and of languages that were never trained on.
struct ComparedRecallSection {
  let comparison: Comparison

  var html: HTML {
    let directions = Comparison.Direction.allCases.map { direction in
      section(
        "Recall, \(direction.rawValue)", nil, "language",
        (comparison.totals + comparison.rows).filter { $0.direction == direction })
    }
    return HTML(directions)
      + section(
        "By script", "Texts that find images, by the script that most of a text's letters belong to.", "script",
        comparison.scripts)
      + section(
        "Languages never trained on",
        "No caption in these languages was seen in training; texts find the images of the splits above.", "language",
        comparison.unseen.filter { $0.direction == .textToImage })
  }

  private func section(_ title: String, _ lead: String?, _ group: String, _ rows: [Comparison.Row]) -> HTML {
    guard !rows.isEmpty else { return "" }
    let table = SortableTable(label: title, columns: columns(group), rows: rows.map(cells))
    let lead = lead.map { lead -> HTML in "<p class=\"lead\">\(lead)</p>\n" } ?? ""
    return "<section><h2>\(title)</h2>\n\(lead)\(table.html)</section>\n"
  }

  private func columns(_ group: String) -> [SortableTable.Column] {
    [.text("split"), .text(group), .number("queries"), .number("chance R@1")]
      + comparison.models.enumerated().flatMap { number, model in
        (["R@1", "R@5", "R@10"] + (number == 0 ? [] : ["ΔR@1"])).map { .number($0, in: model.name) }
      }
  }

  private func cells(_ row: Comparison.Row) -> [SortableTable.Cell] {
    [.text(row.split), .text(row.group), .number(row.queries), .number(row.chance[0], places: 2)]
      + row.cells.flatMap { cell -> [SortableTable.Cell] in
        let recalls = cell.percent.map { SortableTable.Cell.number($0, places: 1) }
        return recalls + (cell.differences?.first.map { [.difference($0)] } ?? [])
      }
  }
}

extension SortableTable.Cell {
  /// Points with their interval, sorted by the points.
  static func difference(_ difference: PairedDifference) -> SortableTable.Cell {
    SortableTable.Cell(
      content: "\(Comparison.difference(difference))", value: ReadableNumber.decimal(difference.points, places: 3))
  }
}
