import Application
import Console
import Corpora
import JSON
import Runtime

/// Rewrites captions by rules, into a file of lines or into shards that have the rewrites beside the captions.
struct RewriteCommand: Command {
  static let name = "rewrite"
  static let summary = "Captions in another script or wording, a line each or as shards."
  static let examples = [
    CommandExample("clippo-corpus rewrite captions.jsonl --by latin --out latin.txt", "a line for every row"),
    CommandExample(
      "clippo-corpus rewrite captions.jsonl --by traditional,clauses --out bank", "shards with both beside the captions"
    ),
  ]

  @Argument("file, folder or pattern of pairs") var source: FilePath = ""
  @Option("how captions are rewritten", required: true) var by = CommaSeparated<CaptionRewriting>([])
  @Option("file of lines (.txt), or folder of shards", required: true) var out: FilePath = ""
  @Option("language that is rewritten; that of the first caption by default") var from: String?
  @Option("language of the rewrites; their captions' by default") var to: String?
  @Option("role of the rewrites") var asRole = CaptionRole.rewrite
  @Option("chooses among several ways", in: 0...Int.max) var seed = 0
  var shards = ShardOptions()
  @Option("worker threads", in: 1...256) var threads = 2
  var language = LanguageOption()
  var files = SourceOptions()
  var bank = BankOptions()

  private var isLines: Bool { out.string.hasSuffix(".txt") }

  func validate() throws {
    try language.validate()
    guard isLines, by.elements.count > 1 else { return }
    throw UsageError(
      "a file has one line for every row, so --by takes one way for it; write one file after the other, or a folder of shards"
    )
  }

  func run() throws {
    var source = try files.source(source.string, language: language.lang)
    bank.apply(to: &source)
    try files.refuseEmoji(source)
    source.countsRows = true
    let signal = try StopSignal()
    let pool = try ThreadPool(threads: threads)
    var pass = RewritePass(by.elements)
    (pass.language, pass.target, pass.role, pass.seed) = (from, to, asRole, UInt64(seed))
    var content = try source.content(unreadableLimit: shards.maxUnreadable, pool: pool)
    let languages = content.corpus(at: source.path).languages
    if let from, !languages.contains(from) {
      throw CommandError(
        "\(source.path): there are no captions in '\(from)' (--from)\(Suggestion.tail(from, in: languages)); there are "
          + languages.joined(separator: ", "))
    }
    if isLines {
      let counts = try pass.write(content, of: source.path, to: out.string, pool: pool)
      return StandardStream.output.writeLine("\(out.string): \(sentence(counts, "row", "rows"))")
    }
    let (store, counts) = try pass.records(content.store, pool: pool)
    content.store = store
    StandardStream.output.writeLine("\(source.path): \(sentence(counts, "record", "records"))")
    try ShardWriting(content: content, request: request(source), folder: out.string, options: shards)
      .run(pool: pool, signal: signal)
  }

  private func sentence(_ counts: RewritePass.Counts, _ one: String, _ several: String) -> String {
    let rewritten = by.elements.map {
      "\($0.rawValue) rewrote \(NumberText.thousands(counts.rewritten[$0] ?? 0))"
    }
    return "of \(NumberText.counted(counts.rows, one, several)) \(rewritten.joined(separator: ", "))"
  }

  /// What was asked for, as the folder remembers it.
  private func request(_ source: CorpusSource) -> JSONValue {
    .object(
      (source.json.objectValue ?? []) + [
        JSONMember(
          "rewrite",
          [
            "by": .array(by.elements.map { .string($0.rawValue) }), "from": from.map { .string($0) } ?? .null,
            "to": to.map { .string($0) } ?? .null, "role": .string(asRole.rawValue), "seed": .integer(seed),
          ])
      ])
  }
}

extension CaptionRewriting: OptionValue {}
