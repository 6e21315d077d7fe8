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
  @Option("share of the records that may be skipped because they cannot be read", in: 0...1)
  var maxUnreadable = 0.001
  @Option("samples per shard at most; 10000 unless --shard-bytes is given", in: 1...) var shardSize: Int?
  @Option("bytes per shard at most", in: 1...) var shardBytes: Int?
  @Option("worker threads", in: 1...256) var threads = 2
  var language = LanguageOption()
  var files = SourceOptions()

  func validate() throws { try language.validate() }

  func run() throws {
    let source = try files.source(source.string, language: language.lang)
    guard try !files.isEmoji(source) else {
      throw CommandError(
        "\(source.path): an emoji corpus is trained as it is; its held-out names would be lost in shards")
    }
    let signal = try StopSignal()
    let pool = try ThreadPool(threads: threads)
    let content = try SkippedList(in: out.string).explaining {
      try source.content(unreadableLimit: maxUnreadable, pool: pool)
    } report: {
      StandardStream.error.writeLine($0)
    }
    let conversion = ShardConversion(
      of: content, request: source.json, folder: out.string,
      limits: try ShardLimits(
        samples: shardSize ?? (shardBytes == nil ? 10_000 : nil), bytes: shardBytes), unreadableLimit: maxUnreadable,
      pool: pool)
    let total = content.store.catalog.count
    var line: ProgressLine?
    let outcome = try conversion.run(
      progress: { done in
        guard let display = line else { return line = Self.progressLine(done: done, of: total) }
        display.update(completed: done, of: total)
      }, shouldStop: { signal.isRaised })
    line?.finish()
    guard outcome.isWhole else {
      throw Interrupted(
        signal: signal.received ?? 2,
        "stopped with \(outcome.shards) whole shards of \(outcome.samples) samples in \(out); the same words go on from there"
      )
    }
    StandardStream.output.writeLine(sentence(outcome, notes: content.skipped))
  }

  private static func progressLine(done: Int, of total: Int) -> ProgressLine {
    ProgressLine(
      label: "converting", unit: "images",
      start: ProgressLine.Start(completed: done, fraction: total > 0 ? Double(done) / Double(total) : 0))
  }

  private func sentence(_ outcome: ShardConversion.Outcome, notes: SkippedRecords) -> String {
    let kept = outcome.keptShards > 0 ? ", \(outcome.keptShards) of them from before" : ""
    let list = SkippedList(in: out.string).path
    let skipped =
      if outcome.skipped.count > 0 {
        "; skipped: \(outcome.skipped.sentence), see \(list)"
      } else if let note = notes.lines(atMost: 1).first {
        "; \(note); see \(list)"
      } else {
        ""
      }
    return "\(out): \(NumberText.thousands(outcome.samples)) samples in \(outcome.shards) shards\(kept), "
      + "\(NumberText.bytes(outcome.bytes))\(skipped)"
  }
}
