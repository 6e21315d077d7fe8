import Application
import Console
import Corpora
import Images
import JSON
import Runtime

/// Writes what rules keep of pairs as shards, and counts what they drop.
struct FilterCommand: Command {
  static let name = "filter"
  static let summary = "Pairs that pass rules, as tar shards; 0 or any turns a rule off."
  static let examples = [CommandExample("clippo-corpus filter shards --rules align --out kept", "by ALIGN's rules")]

  @Argument("file, folder or pattern of pairs") var source: FilePath = ""
  @Option("folder of the shards") var out: FilePath?
  @Option("print what the rules drop, and write nothing") var dryRun = false
  var rules = RuleOptions()
  @Option("images of a test, whose copies are dropped") var exclude: FilePath?
  @Option("bits that hashes of copies differ in", in: 0...15) var distance: Int?
  var shards = ShardOptions()
  @Option("worker threads", in: 1...256) var threads = 2
  var language = LanguageOption()
  var files = SourceOptions()
  var excludedFiles = SourceOptions(for: OptionPurpose(prefix: "exclude", subject: "--exclude"))

  func validate() throws {
    try language.validate()
    try rules.validate()
    if dryRun == (out != nil) {
      throw UsageError("filter needs the folder of the shards, --out, or else --dry-run, which writes nothing")
    }
    if exclude == nil {
      if distance != nil { throw UsageError("--distance would change nothing without --exclude") }
      try excludedFiles.refuse("--exclude names no images")
    }
    guard !corpusRules.isEmpty else {
      throw UsageError("no rule is asked for; name a preset with --rules, or a limit such as --min-side")
    }
  }

  private var corpusRules: CorpusRules {
    var rules = rules.corpusRules
    if exclude != nil { rules.heldOutDistance = distance ?? PerceptualHash.usualDistance }
    return rules
  }

  func run() throws {
    let source = try files.source(source.string, language: language.lang)
    try files.refuseEmoji(source)
    let signal = try StopSignal()
    let pool = try ThreadPool(threads: threads)
    var content = try opened(source, pool: pool)
    // Nobody reads the captions of what is held out.
    let heldOut = try exclude.map { try excludedFiles.source($0.string, assuming: "und") }
    let images = try heldOut.map { source in
      try source.openImages(pool: pool) { StandardStream.error.writeLine($0) }.store
    }
    let filter = CorpusFilter(corpusRules, heldOut: images.map { [$0] } ?? [], pool: pool)
    let display = StageDisplay<CorpusFilter.Stage> { stage in
      let label =
        switch stage {
        case .readingHeldOut: "reading what is held out"
        case .counting: "counting"
        case .judging: "judging"
        }
      return ProgressLine(label: label, unit: "images")
    }
    defer { display.finish() }
    guard
      let outcome = try filter.apply(
        to: [content.store], progress: display.update, shouldStop: { signal.isRaised })
    else {
      throw Interrupted(signal: signal.received ?? 2, "stopped before the rules were applied; nothing was written")
    }
    display.finish()
    StandardStream.output.writeLine(FilterText.text(of: outcome.counts))
    guard let out else { return }
    content.store = outcome.stores[0]
    content.skipped.add(outcome.skipped)
    guard content.store.catalog.count > 0 else {
      throw CommandError("\(source.path): the rules leave no image; nothing was written")
    }
    try ShardWriting(
      content: content, request: request(source, heldOut), rules: outcome.json, folder: out.string, options: shards
    ).run(pool: pool, signal: signal)
  }

  private func opened(_ source: CorpusSource, pool: ThreadPool) throws -> SourceContent {
    guard let out else { return try source.content(unreadableLimit: shards.maxUnreadable, pool: pool) }
    return try SkippedList(in: out.string).explaining {
      try source.content(unreadableLimit: shards.maxUnreadable, pool: pool)
    } report: {
      StandardStream.error.writeLine($0)
    }
  }

  /// What was asked for, as the folder remembers it.
  private func request(_ source: CorpusSource, _ heldOut: CorpusSource?) -> JSONValue {
    .object(
      (source.json.objectValue ?? []) + [JSONMember("rules", corpusRules.limitsJSON)]
        + (heldOut.map { [JSONMember("exclude", $0.json)] } ?? []))
  }
}
