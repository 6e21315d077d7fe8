import Console

/// What scores are worth.
struct DiagnoseCommand: Command {
  static let name = "diagnose"
  static let summary = "Modality gap, alignment and uniformity, calibration, recall by length of captions."
  static let examples = [CommandExample("clippo-eval diagnose --out diagnosis.html", "as a page")]

  var trained = RunOptions()
  var pairs = PairOptions()
  var report = ReportOptions()

  func validate() throws {
    try report.validate()
    try pairs.validate()
  }

  func run() throws {
    try report.publish(pairs.retrieval(trained.model()).diagnosis(title: trained.title(pairs.data)))
  }
}
