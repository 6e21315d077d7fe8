import Application
import Console
import Corpora
import Runtime

/// How much of the data may be skipped: all of it is read unless people allow otherwise, since skipping changes the numbers.
struct UnreadableOption: OptionGroup {
  @Option("share of the records and images that may be skipped because they cannot be read", in: 0...1)
  var maxUnreadable = 0.0

  /// Opens a source of pairs and says what was skipped.
  func open(_ source: CorpusSource, needsCaptions: Bool = true, pool: ThreadPool) throws -> SourceContent {
    let content = try source.open(unreadableLimit: maxUnreadable, needsCaptions: needsCaptions, pool: pool) {
      StandardStream.error.writeLine($0)
    }
    for line in content.skipped.lines(atMost: 5) { StandardStream.error.writeLine(line) }
    return content
  }

  /// Shows how many images or texts are embedded while `body` runs.
  ///
  /// - Parameter unit: what is counted.
  func embedding<Result>(
    _ model: RunModel, unit: String = "images", _ body: (ModelEmbedding) throws -> Result
  ) throws -> Result {
    let line = ProgressLine(label: "embedding", unit: unit)
    defer { line.finish() }
    return try body(
      ModelEmbedding(model, unreadable: maxUnreadable) { what, done, total in
        if what == unit { line.update(completed: done, of: total) }
      })
  }
}
