import Application
import Console
import Corpora
import Evaluation

/// What the queries of a test find whose right answers are not known.
struct PredictCommand: Command {
  static let name = "predict"
  static let summary = "What queries find whose right answers are not given out, as a file for a leaderboard."
  static let examples = [
    CommandExample(
      "clippo-eval predict --data MUGE/test_imgs.tsv --queries MUGE/test_texts.jsonl --predictions out.jsonl",
      "MUGE's test")
  ]

  @Option("images that are looked through", required: true) var data: FilePath = ""
  @Option("texts to look for: lines, or JSON lines with ids", required: true) var queries: FilePath = ""
  @Option(
    "file for what is found, a line of JSON per query; of images of equal score the earlier one stands first",
    required: true) var predictions: FilePath = ""
  var trained = RunOptions()
  var texts = TextLanguageOption()
  @Option("whose scripts texts are read like", name: "protocol") var retrievalProtocol = RetrievalProtocol.clippo
  var unreadable = UnreadableOption()
  var files = SourceOptions()

  func validate() throws {
    try texts.validate()
    try OutputFormats.lines("a list of predictions").ending(of: predictions.string)
  }

  func run() throws {
    let wanted = try TextQueries.open(queries.string, unreadable: unreadable.maxUnreadable)
    let model = try trained.model(retrievalProtocol)
    let gallery = try unreadable.open(
      files.source(data.string), needsCaptions: false, pool: model.compute.pool)
    let sentences = try unreadable.embedding(model) { embedding in
      try PredictionRun(embedding, language: texts.chosen(model)).run(
        wanted, gallery: gallery, to: predictions.string)
    }
    sentences.forEach(StandardStream.output.writeLine)
  }
}
