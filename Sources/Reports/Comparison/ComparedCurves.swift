import Console
import Evaluation

/// Recall while the models learn, by step, by computation and by time.
struct ComparedCurves {
  let comparison: Comparison

  /// Splits that are drawn.
  private static let shown = 2

  var html: HTML {
    let splits = comparison.models.flatMap { $0.runs.flatMap { $0.progress.map(\.split) } }.distinct
    let charts = splits.prefix(Self.shown).flatMap { split in
      [
        chart("Recall by step, \(split)", over: "step", split) { _, point in Double(point.step) },
        chart("Recall by computation, \(split)", over: "TFLOP", split) { model, point in
          model.operationsPerPair * Double(model.batch) * Double(point.step) / 1e12
        },
        chart("Recall by time, \(split)", over: "seconds", split) { _, point in point.seconds },
      ]
    }
    return """
      <section><h2>Learning</h2>
      <p class="lead">text→image, mean over the languages; a line a seed.</p>
      <div class="charts">
      \(HTML(charts))</div></section>

      """
  }

  private func chart(
    _ title: String, over across: String, _ split: String, _ x: (ComparedModel, RecallPoint) -> Double
  ) -> HTML {
    let series = comparison.models.enumerated().flatMap { color, model in
      model.runs.enumerated().map { number, run -> ChartSeries in
        let steps = Dictionary(grouping: run.progress.filter { $0.split == split }, by: \.step)
        let points = steps.sorted { $0.key < $1.key }.compactMap { _, points -> ChartSeries.Point? in
          let values = points.compactMap(\.textToImage.first)
          guard let first = points.first, !values.isEmpty else { return nil }
          return ChartSeries.Point(x: x(model, first), y: values.reduce(0, +) / Double(values.count))
        }
        var series = ChartSeries(name: model.name, points: points, color: color % 8, dotted: points.count <= 60)
        series.listed = number == 0
        return series
      }
    }
    var chart = LineChart(title: title, unit: "% R@1", series: series)
    chart.across = across
    return chart.figure()
  }
}
