import Application
import Console
import Reports

/// Which training pairs a run takes for noise.
struct NoiseCommand: Command {
  static let name = "noise"
  static let summary =
    "Training pairs that a run of nlip takes for noise: image and captions that do not belong together."
  static let examples = [
    CommandExample("clippo-eval noise --out noise.html", "the most doubted pairs of the newest run, as a page"),
    CommandExample("clippo-eval noise --run runs/nlip --out noise.json", "every record with its probability"),
  ]

  var trained = RunOptions()
  @Option("pairs that a page shows of the most doubted and of the most trusted", in: 0...1000, name: "pairs")
  var shown =
    48
  var report = ReportOptions()

  func validate() throws { try report.validate() }

  func run() throws {
    let folder = try trained.chosen()
    let found = try NoiseRun(
      folder, options: trained.loading(), title: trained.title(), report: StandardStream.error.writeLine)
    try report.publish(found.run(shown: report.isShown ? shown : 0))
  }
}
