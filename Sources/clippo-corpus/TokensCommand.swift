import Application
import Console
import Corpora
import Evaluation
import Files
import Reports
import Runtime

/// Counts how many patches or tokens captions take, language by language, as pixels and for each tokenizer.
struct TokensCommand: Command {
  static let name = "tokens"
  static let summary = "Patches or tokens per caption, by language, as pixels and for tokenizers."
  static let examples = [
    CommandExample("clippo-corpus tokens my-emoji --lang zh,en --out tokens.html", "of a built corpus, as a page"),
    CommandExample(
      "clippo-corpus tokens captions.jsonl --lang all --tokenizer clip=merges.txt", "for a vocabulary from its file"),
  ]

  @Argument("file, folder or pattern of pairs, or folder of a built corpus") var source: FilePath = ""
  var captions = ChosenLanguages()
  @Option(
    "wordPiece, clip, gpt2 or sentencePiece, learned or read from a file, or bytes; all but clip by default",
    name: "tokenizer", placeholder: "kind[=file]") var tokenizers: [String] = []
  @Option("tokens of a vocabulary that is learned at most", in: 300...1_000_000) var vocabulary = 8_000
  @Option("tokens of a caption at most; the recipe's by default", in: 2...65_536) var context: Int?
  @Option("captions of each language that are counted", in: 1...10_000_000) var sample = 10_000
  @Option("page (.html) or list for programs (.json) to write") var out: FilePath?
  @Option("worker threads", in: 1...256) var threads = 2
  var seen = SeenAs()
  var files = SourceOptions()

  /// How a report on lengths can be written.
  private static let formats = OutputFormats(
    "a report on lengths", endings: ["html", "htm", "json"], unnamed: nil)

  func validate() throws {
    try seen.validate()
    try captions.validate()
    if let out { try Self.formats.ending(of: out.string) }
  }

  func run() throws {
    let counted = try CountedTokenizer.named(
      tokenizers.isEmpty ? CountedTokenizer.usual : tokenizers, vocabulary: vocabulary)
    var recipe = try seen.recipe()
    if let context { recipe.model.text.context = context }
    let pool = try ThreadPool(threads: threads)
    let corpus = try corpus(pool: pool)
    let survey = LengthSurvey(
      corpus, title: source.lastName, languages: try captions.chosen(of: corpus), recipe: recipe, tokenizers: counted)
    let line = ProgressLine(label: "counting", unit: "captions")
    defer { line.finish() }
    let report = try survey.run(sample: sample, pool: pool, report: StandardStream.error.writeLine) { done, total in
      line.update(completed: done, of: total)
    }
    line.finish()
    StandardStream.output.writeLine(report.text())
    try write(report)
  }

  /// Whatever can be read is counted, however little that is.
  private func corpus(pool: ThreadPool) throws -> Corpus {
    let source = try files.source(source.string, assuming: captions.lang?.onlyLanguage)
    if try files.isEmoji(source) { return try Corpus.open(source.path) }
    let content = try source.content(unreadableLimit: 1, pool: pool)
    for line in content.skipped.lines(atMost: 5) { StandardStream.error.writeLine(line) }
    return content.corpus(at: source.path)
  }

  private func write(_ report: LengthReport) throws {
    guard let out else { return }
    if try Self.formats.ending(of: out.string) != "json" {
      try LengthPage(report).write(to: out.string)
    } else {
      try AtomicFile.write(report.json.prettyText, to: out.string)
    }
    StandardStream.error.writeLine("written to \(out)")
  }
}
