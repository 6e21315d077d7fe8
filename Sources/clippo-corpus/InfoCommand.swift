import Console
import Corpora

/// Says what a built corpus holds.
struct InfoCommand: Command {
  static let name = "info"
  static let summary = "What a built corpus holds, its sources and licenses."
  static let examples = [CommandExample("clippo-corpus info my-emoji", "counts, sources, licenses")]

  @Argument("folder of the corpus") var folder: FilePath = ""

  func run() throws {
    StandardStream.output.writeLine(CorpusSummary.text(of: try Corpus.open(folder.string)))
  }
}
