import Files

/// The loss of several runs in one chart, those of a group in one color: what a choice changes, and how far seeds differ.
public struct CurvesPage: Sendable {
  /// Runs that differ in their seeds alone.
  public struct Group: Sendable {
    public let name: String
    public let runs: [[TrainingPoint]]

    public init(name: String, runs: [[TrainingPoint]]) {
      self.name = name
      self.runs = runs
    }

    /// Mean of the last twentieth of a run's losses, one number a run.
    public var finalLosses: [Double] {
      runs.filter { !$0.isEmpty }.map { points in
        let last = points.suffix(max(1, points.count / 20))
        return last.reduce(0) { $0 + $1.loss } / Double(last.count)
      }
    }
  }

  /// The file's content.
  public let html: String

  public init(_ groups: [Group], title: String, lead: String) {
    let series = groups.enumerated().flatMap { color, group in
      group.runs.enumerated().map { index, run -> ChartSeries in
        let raw = ChartSeries(
          name: group.name, points: run.map { ChartSeries.Point(x: Double($0.step), y: $0.loss) }, color: color)
        var line = raw.smoothed(reach: max(2, run.count / 80), name: group.name)
        line.listed = index == 0
        return line
      }
    }
    let page: HTML = """
      \(PageFrame.opening(title: title, kind: "Clippo learning curves", lead: lead))<section>
      <div class="charts">
      \(LineChart(title: "Loss, smoothed", unit: "", series: series).figure())</div></section>
      </main>
      </body>
      </html>

      """
    html = page.markup
  }

  /// Writes the file, replacing it at once.
  public func write(to path: String) throws { try AtomicFile.write(Array(html.utf8), to: path) }
}
