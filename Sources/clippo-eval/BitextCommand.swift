import Console

/// Captions that find their translations.
struct BitextCommand: Command {
  static let name = "bitext"
  static let summary = "Bitext retrieval: captions that find their translations. Images are not read."
  static let examples = [
    CommandExample("clippo-eval bitext --data captions.jsonl --lang zh,en,ar", "every pair of three languages")
  ]

  var trained = RunOptions()
  var pairs = PairOptions()
  var report = ReportOptions()

  func validate() throws {
    try report.validate()
    try pairs.validate()
  }

  func run() throws {
    try report.publish(pairs.retrieval(trained.model(), needsImages: false).texts(title: trained.title(pairs.data)))
  }
}
