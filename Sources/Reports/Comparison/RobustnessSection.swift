import Evaluation

/// What the models lose when queries are spelled or drawn otherwise.
struct RobustnessSection {
  let comparison: Comparison

  var html: HTML {
    guard !comparison.robustness.isEmpty else { return "" }
    let all = comparison.robustness.filter { $0.language == nil }
    let single = comparison.robustness.filter { $0.language != nil }
    let abouts = all.map { row -> HTML in "<dt>\(row.change.title)</dt><dd>\(row.change.about)</dd>\n" }
    let byLanguage: HTML =
      single.isEmpty
      ? ""
      : "<details><summary>By language</summary>\n\(table("Perturbed queries by language", single, hasLanguage: true))</details>"
    return """
      <section><h2>Perturbed queries</h2>
      <p class="lead">Recall of the queries that a change concerns, as they are and changed, all splits together; texts find \
      images.</p>
      \(table("Perturbed queries", all, hasLanguage: false))\
      <dl class="facts">
      \(abouts)</dl>
      \(byLanguage)</section>

      """
  }

  private func table(_ label: String, _ rows: [RobustnessRow], hasLanguage: Bool) -> HTML {
    let columns: [SortableTable.Column] =
      [.text("change")] + (hasLanguage ? [.text("language")] : []) + [.number("queries")]
      + comparison.models.flatMap { model in
        ["R@1", "changed", "more", "R@10", "changed", "more"].map { .number($0, in: model.name) }
      }
    return SortableTable(
      label: label, columns: columns,
      rows: rows.map { row in
        [.text(row.change.title)] + (hasLanguage ? [.text(row.language ?? "")] : []) + [.number(row.queries)]
          + row.cells.flatMap(cells)
      }
    ).html
  }

  private func cells(_ cell: RobustnessRow.Cell?) -> [SortableTable.Cell] {
    RobustnessRow.depths.indices.flatMap { depth -> [SortableTable.Cell] in
      guard let cell else { return [.none, .none, .none] }
      return [
        .number(cell.before[depth], places: 1), .number(cell.after[depth], places: 1),
        .difference(cell.differences[depth]),
      ]
    }
  }
}
