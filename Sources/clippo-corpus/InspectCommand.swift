import Application
import Console
import Corpora
import Recipes
import Reports
import Runtime

/// Reads all of a source and says what is in it; a built emoji corpus counts as one.
struct InspectCommand: Command {
  static let name = "inspect"
  static let summary = "What is in files of pairs: sizes, lengths, doubles, what cannot be read, pairs to look at."
  static let examples = [
    CommandExample("clippo-corpus inspect captions.jsonl --out look.html", "with pairs to look at"),
    CommandExample("clippo-corpus inspect 'shards/{00..31}.tar' --skipped skipped.jsonl", "list what cannot be read"),
  ]

  @Argument("file, folder or pattern of pairs, or folder of a built corpus") var source: FilePath = ""
  @Option("page to write, in HTML") var out: FilePath?
  @Option("images that the page shows; 24 by default", in: 0...200, name: "pairs") var shown: Int?
  @Option("file to list what cannot be used and what is to be known in, one JSON object per line") var skipped:
    FilePath?
  @Option("decode every image, to find damaged ones") var decode = false
  @Option("captions of each language that are drawn to count patches", in: 0...10_000_000) var sample = 1_000
  @Option("number that decides what is drawn and shown") var seed: UInt64 = 0
  @Option("worker threads", in: 1...256) var threads = 2
  var seen = SeenAs()
  var language = LanguageOption()
  var files = SourceOptions()

  func validate() throws {
    try seen.validate()
    try language.validate()
    if let out { try OutputFormats.page("a page").ending(of: out.string) }
    if let skipped { try OutputFormats.lines("a list of skipped records").ending(of: skipped.string) }
    if shown != nil, out == nil { throw UsageError("--pairs would change nothing without --out, the page") }
  }

  func run() throws {
    let pool = try ThreadPool(threads: threads)
    let recipe = try seen.recipe()
    let renderers = try CaptionRenderers(recipe)
    let content = try inspectedContent(pool: pool)
    let inspection = try listing { report in
      let display = StageDisplay<CorpusInspection.Stage> {
        $0 == .reading
          ? ProgressLine(label: "reading", unit: "images") : ProgressLine(label: "drawing", unit: "captions")
      }
      defer { display.finish() }
      return try CorpusInspection(
        of: content.stores, skipped: content.skipped, absent: content.absent, options: options(recipe),
        pool: pool, makeRenderer: renderers.make, report: report, progress: display.update)
    }
    StandardStream.output.writeLine(InspectionText.text(of: inspection))
    guard let out else { return }
    try InspectionPage(
      inspection, title: source.lastName, columns: recipe.rendering.columns, recipe: recipe.name
    ).write(to: out.string)
    StandardStream.error.writeLine("written to \(out)")
  }

  private func options(_ recipe: Recipe) -> InspectionOptions {
    var options = InspectionOptions()
    options.photo = recipe.photoPreparation
    options.decodes = decode
    options.sample = sample
    options.shownImages = out == nil ? 0 : shown ?? 24
    options.seed = seed
    return options
  }

  /// Gives `body` what it should tell every record that `--skipped` lists.
  private func listing<Result>(_ body: ((SkippedRecord) throws -> Void) throws -> Result) throws -> Result {
    guard let skipped else { return try body { _ in } }
    let result = try SkippedList(path: skipped.string).writeEach(body)
    StandardStream.error.writeLine("what cannot be used is listed in \(skipped)")
    return result
  }

  private typealias Inspected = (stores: [any RecordStore], skipped: SkippedRecords, absent: Int)

  private func inspectedContent(pool: ThreadPool) throws -> Inspected {
    let source = try files.source(source.string, language: language.lang)
    if try files.isEmoji(source) {
      try language.refuse("\(source.path) is a built emoji corpus, whose captions all name their language")
      return (try Corpus.open(source.path).parts.map(\.store), SkippedRecords(), 0)
    }
    // Whatever can be read is looked at, however little that is.
    let content =
      if let skipped {
        try SkippedList(path: skipped.string).explaining {
          try source.content(unreadableLimit: 1, pool: pool)
        } report: {
          StandardStream.error.writeLine($0)
        }
      } else {
        try source.content(unreadableLimit: 1, pool: pool)
      }
    return ([content.store], content.skipped, content.absent)
  }
}

extension FilePath {
  /// What a page calls the source at the path.
  var lastName: String { string.split(separator: "/").last.map(String.init) ?? string }
}
