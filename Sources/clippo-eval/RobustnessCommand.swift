import Console

/// Recall of queries that were changed so that a person still reads them.
struct RobustnessCommand: Command {
  static let name = "robustness"
  static let summary = "Recall of perturbed queries: typos, homoglyphs, diacritics removed, width and script variants."
  static let examples = [CommandExample("clippo-eval robustness --lang zh", "of the newest run's Chinese captions")]

  var trained = RunOptions()
  var pairs = PairOptions()
  var report = ReportOptions()

  func validate() throws {
    try report.validate()
    try pairs.validate()
  }

  func run() throws {
    try report.publish(
      pairs.retrieval(trained.model()).robustness(
        title: trained.title(pairs.data), report: StandardStream.error.writeLine))
  }
}
