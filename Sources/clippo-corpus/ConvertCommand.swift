import Application
import Console
import Corpora
import Runtime

/// Writes pairs of any format as shards; stops between two samples when asked to, and goes on when called again.
struct ConvertCommand: Command {
  static let name = "convert"
  static let summary = "Pairs of any format as tar shards (WebDataset)."
  static let examples = [
    CommandExample("clippo-corpus convert captions.jsonl --out shards", "of JSON lines"),
    CommandExample("clippo-corpus convert pairs.csv --images photos --lang zh --out shards", "of a table"),
  ]

  @Argument("file, folder or pattern of pairs") var source: FilePath = ""
  @Option("folder of the shards", required: true) var out: FilePath = ""
  var shards = ShardOptions()
  @Option("worker threads", in: 1...256) var threads = 2
  var language = LanguageOption()
  var files = SourceOptions()
  var bank = BankOptions()

  func validate() throws { try language.validate() }

  func run() throws {
    var source = try files.source(source.string, language: language.lang)
    bank.apply(to: &source)
    try files.refuseEmoji(source)
    let signal = try StopSignal()
    let pool = try ThreadPool(threads: threads)
    let content = try SkippedList(in: out.string).explaining {
      try source.content(unreadableLimit: shards.maxUnreadable, pool: pool)
    } report: {
      StandardStream.error.writeLine($0)
    }
    try ShardWriting(content: content, request: source.json, folder: out.string, options: shards)
      .run(pool: pool, signal: signal)
  }
}
