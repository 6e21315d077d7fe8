import Console
import Corpora
import Tensors

struct ClippoCorpus: Command {
  static let name = "clippo-corpus"
  static let summary = "Builds and describes corpora of pictures with captions."
  static let examples = [
    CommandExample("clippo-corpus languages", "the languages that have emoji names"),
    CommandExample("clippo-corpus emoji --lang zh,en --out corpora/emoji", "build the emoji corpus in two languages"),
    CommandExample("clippo-corpus info corpora/emoji", "what a corpus holds, and its licences"),
  ]

  enum Action: String, CaseIterable, OptionValue {
    case emoji, languages, info
  }

  @Argument("what to do") var action = Action.languages
  @Argument("the corpus to describe") var folder: FilePath?
  @Option("languages of the captions; all stands for every one", name: "lang") var languages = CommaSeparated(["zh"])
  @Option("folder to build the corpus in; it must not exist") var out: FilePath?
  @Option("number that decides what is held out") var seed: UInt64 = 0
  @Option("threads to draw with", in: 1...256) var threads = 2

  func run() throws {
    switch action {
    case .emoji: try build()
    case .languages: try listLanguages()
    case .info: try describe()
    }
  }

  private func build() throws {
    guard folder == nil else { throw UsageError("emoji takes its folder as --out \(folder?.string ?? "")") }
    guard let out else { throw UsageError("emoji needs --out and the folder to build the corpus in") }
    let builder = try EmojiCorpus(languages: languages.elements, seed: seed, sources: .installed())
    let start = MonotonicClock.seconds()
    let corpus = try builder.build(in: out.string, pool: ThreadPool(threads: threads))
    print(CorpusSummary.text(of: corpus))
    let seconds = NumberText.fixed(MonotonicClock.seconds() - start, decimals: 1)
    StandardStream.error.writeLine("built \(out) in \(seconds) s")
  }

  private func listLanguages() throws {
    let locales = try CLDRLocales(folder: EmojiSources.installed().cldr)
    print(locales.tags.joined(separator: "\n"))
  }

  private func describe() throws {
    guard let folder else { throw UsageError("info needs the corpus's folder") }
    print(CorpusSummary.text(of: try Corpus.open(folder.string)))
  }
}
