import Tensors

/// A comparison for people: one file that needs no network.
public struct ComparisonPage: Sendable {
  /// The file's content.
  public let html: String

  public init(_ comparison: Comparison) {
    let names = comparison.arms.map(\.name).joined(separator: ", ")
    let page: HTML = """
      \(PageFrame.opening(
        title: comparison.title, kind: "Clippo comparison",
        lead: "\(names): the same data in the same order, the same schedule. The first is what the others are held against.",
        below: HTML(comparison.warnings.map { warning -> HTML in "<p class=\"warning\"><strong>Unlike runs.</strong> \(warning)</p>" })))\
      \(Self.costs(comparison))\(Self.curves(comparison))\(HTML(Comparison.Direction.allCases.map { Self.recalls(comparison, $0) }))\
      \(Self.captions(comparison))</main>
      <footer><p>\(Comparison.explanation)</p></footer>
      <script>\(ReportStyle.sortScript)</script>
      </body>
      </html>

      """
    html = page.markup
  }

  /// Writes the file, replacing it at once.
  public func write(to path: String) throws { try AtomicFile.write(Array(html.utf8), to: path) }

  private static func costs(_ comparison: Comparison) -> HTML {
    let table = SortableTable(
      label: "What the models are and cost", columns: [.text("")] + comparison.arms.map { .number($0.name) },
      rows: [[.text("what it is")] + comparison.arms.map { .text($0.about) }]
        + comparison.facts.map { fact in [.text(fact.name)] + fact.values.map { .text($0) } })
    return "<section><h2>What they are and cost</h2>\n\(table.html)</section>\n"
  }

  private static func curves(_ comparison: Comparison) -> HTML {
    let splits = comparison.arms.flatMap { $0.runs.flatMap { $0.progress.map(\.split) } }
    let distinct = splits.enumerated().filter { splits.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    let charts = distinct.prefix(2).flatMap { split in
      [
        chart("Recall by step, \(split)", over: "step", comparison, split) { _, point in Double(point.step) },
        chart("Recall by computation, \(split)", over: "TFLOP", comparison, split) { arm, point in
          arm.operationsPerPair * Double(arm.batch) * Double(point.step) / 1e12
        },
        chart("Recall by time, \(split)", over: "seconds", comparison, split) { _, point in point.seconds },
      ]
    }
    return """
      <section><h2>Learning</h2>
      <p class="lead">Text finds picture, mean over the languages; a line a seed.</p>
      <div class="charts">
      \(HTML(charts))</div></section>

      """
  }

  private static func chart(
    _ title: String, over across: String, _ comparison: Comparison, _ split: String,
    _ x: (ComparedArm, RecallPoint) -> Double
  ) -> HTML {
    let series = comparison.arms.enumerated().flatMap { colour, arm in
      arm.runs.enumerated().map { number, run -> ChartSeries in
        let steps = Dictionary(grouping: run.progress.filter { $0.split == split }, by: \.step)
        let points = steps.sorted { $0.key < $1.key }.compactMap { _, points -> ChartSeries.Point? in
          let values = points.compactMap(\.textToImage.first)
          guard let first = points.first, !values.isEmpty else { return nil }
          return ChartSeries.Point(x: x(arm, first), y: values.reduce(0, +) / Double(values.count))
        }
        var series = ChartSeries(name: arm.name, points: points, colour: colour % 8, dotted: points.count <= 60)
        series.listed = number == 0
        return series
      }
    }
    var chart = LineChart(title: title, unit: "% R@1", series: series)
    chart.across = across
    return chart.figure()
  }

  private static func recalls(_ comparison: Comparison, _ direction: Comparison.Direction) -> HTML {
    let columns: [SortableTable.Column] =
      [.text("split"), .text("language"), .number("queries"), .number("chance R@1")]
      + comparison.arms.flatMap { arm in
        ["R@1", "R@5", "R@10"].map { .number($0, in: arm.name) }
          + (arm.name == comparison.arms[0].name ? [] : [.number("R@1 more", in: arm.name)])
      }
    let rows = comparison.rows.filter { $0.direction == direction }.map { row -> [SortableTable.Cell] in
      [
        .text(row.split), .text(row.language), .number(row.queries), .number(row.chance[0], places: 2),
      ]
        + row.cells.flatMap { cell -> [SortableTable.Cell] in
          let recalls = cell.percent.map { SortableTable.Cell.number($0, places: 1) }
          guard let difference = cell.differences?.first else { return recalls }
          return recalls + [
            SortableTable.Cell(
              content: "\(Comparison.difference(difference))",
              value: ReadableNumber.decimal(difference.points, places: 3))
          ]
        }
    }
    let table = SortableTable(label: "Recall, \(direction.rawValue)", columns: columns, rows: rows)
    return "<section><h2>Recall, \(direction.rawValue)</h2>\n\(table.html)</section>\n"
  }

  private static func captions(_ comparison: Comparison) -> HTML {
    let table = SortableTable(
      label: "Patches or tokens a caption",
      columns: [.text("language")] + comparison.arms.map { .number($0.name) },
      rows: comparison.lengthRows.map { row in row.map { .text($0) } })
    return """
      <section><h2>Captions</h2>
      <p class="lead">How long the held-out captions are for each model: patches or tokens on average, what 95 of 100 captions stay
      within, and how many are cut off.</p>
      \(table.html)</section>

      """
  }
}
