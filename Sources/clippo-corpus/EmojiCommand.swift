import Console
import Corpora
import Runtime

/// Builds the emoji corpus.
struct EmojiCommand: Command {
  static let name = "emoji"
  static let summary = "Builds the corpus of emoji and their names, from packages of the distribution."
  static let examples = [CommandExample("clippo-corpus emoji --lang zh,en --out my-emoji", "in two languages")]

  @Option("folder of the new corpus", required: true) var out: FilePath = ""
  @Option("languages of the captions; all stands for every one") var lang = CommaSeparated(["zh"])
  @Option("number that decides what is held out") var seed: UInt64 = 0
  @Option("worker threads", in: 1...256) var threads = 2

  func run() throws {
    let builder = try EmojiCorpus(languages: lang.elements, seed: seed, sources: .installed())
    let start = MonotonicClock.seconds()
    let corpus = try builder.build(in: out.string, pool: ThreadPool(threads: threads))
    StandardStream.output.writeLine(CorpusSummary.text(of: corpus))
    let seconds = NumberText.fixed(MonotonicClock.seconds() - start, decimals: 1)
    StandardStream.error.writeLine("built \(out) in \(seconds) s")
  }
}
