import Console
import Evaluation

/// What one kind of probe reached with so many examples a class, over several draws of them.
public struct ProbeRow: Sendable, Equatable {
  /// The probe, in words.
  public let probe: String
  /// Examples a class; nil for all.
  public let shots: Int?
  /// One result a draw.
  public let results: [ClassificationResult]

  public init(probe: String, shots: Int?, results: [ClassificationResult]) {
    self.probe = probe
    self.shots = shots
    self.results = results
  }

  /// Mean over the draws, in percent.
  public var mean: Double { results.map(\.top1).reduce(0, +) / Double(max(results.count, 1)) }
  /// Largest less smallest over the draws.
  public var spread: Double { (results.map(\.top1).max() ?? 0) - (results.map(\.top1).min() ?? 0) }
}

extension MeasureReport {
  /// What probes on frozen features reached.
  public static func probes(_ rows: [ProbeRow], title: String, about: String) -> MeasureReport {
    var report = MeasureReport(
      title: title, kind: "probes", about: about,
      json: .array(
        rows.map { row in
          [
            "probe": .string(row.probe), "shots": row.shots.map { .integer($0) } ?? .null,
            "top1": .array(row.results.map { .number($0.top1) }),
            "mean_per_class": .array(row.results.map { .number($0.meanPerClass) }),
            "mean": .number(row.mean),
          ]
        }))
    report.figures = rows.map { row in
      let shots = row.shots.map { "\($0) shot\($0 == 1 ? "" : "s")" } ?? "all examples"
      return ReportFigure(
        label: "\(row.probe), \(shots)", value: "\(NumberText.fixed(row.mean, decimals: 1)) %",
        note: row.results.count > 1 ? "spread \(NumberText.fixed(row.spread, decimals: 1))" : "")
    }
    report.tables = [
      MeasureTable(
        title: "Probes",
        columns: [
          .text("Probe"), .text("Examples a class"), .number("Draws"), .number("Top 1, %"), .number("Spread"),
          .number("Mean per class, %"),
        ],
        rows: rows.map { row in
          [
            .text(row.probe), .text(row.shots.map(String.init) ?? "all"), .count(row.results.count), .percent(row.mean),
            .number(row.spread, 1),
            .percent(row.results.map(\.meanPerClass).reduce(0, +) / Double(max(row.results.count, 1))),
          ]
        })
    ]
    report.charts = [chart(rows)].compactMap { $0 }
    return report
  }

  /// Shares over examples; nil where there is but one number of them.
  private static func chart(_ rows: [ProbeRow]) -> LineChart? {
    let probes = rows.map(\.probe).distinct
    let series = probes.enumerated().map { place, probe in
      let points = rows.filter { $0.probe == probe }.compactMap { row in
        row.shots.map { ChartSeries.Point(x: Double($0), y: row.mean) }
      }
      return ChartSeries(name: probe, points: points.sorted { $0.x < $1.x }, color: place % 8, dotted: true)
    }
    guard series.contains(where: { $0.points.count > 1 }) else { return nil }
    var chart = LineChart(title: "Top 1 by examples", unit: "%", series: series)
    chart.across = "examples a class"
    return chart
  }
}
