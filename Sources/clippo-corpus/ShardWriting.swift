import Console
import Corpora
import JSON
import Runtime

/// Writes a source that is open as shards, and says how far it came.
struct ShardWriting {
  let content: SourceContent
  /// What was asked for, as the folder remembers it.
  let request: JSONValue
  /// What rules dropped and kept, where there are rules.
  var rules: JSONValue?
  let folder: String
  let options: ShardOptions

  /// Goes on behind what an earlier call wrote. Throws `Interrupted`, with whole shards alone, when a signal asked it to stop.
  func run(pool: ThreadPool, signal: StopSignal) throws {
    let conversion = ShardConversion(
      of: content, request: request, rules: rules, folder: folder, limits: try options.limits,
      unreadableLimit: options.maxUnreadable, pool: pool)
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
        "stopped with \(NumberText.counted(outcome.shards, "whole shard", "whole shards")) of "
          + "\(NumberText.counted(outcome.samples, "sample", "samples")) in \(folder); the same words go on from there")
    }
    StandardStream.output.writeLine(sentence(outcome))
  }

  private static func progressLine(done: Int, of total: Int) -> ProgressLine {
    ProgressLine(
      label: "converting", unit: "images",
      start: ProgressLine.Start(completed: done, fraction: total > 0 ? Double(done) / Double(total) : 0))
  }

  private func sentence(_ outcome: ShardConversion.Outcome) -> String {
    let kept = outcome.keptShards > 0 ? ", \(outcome.keptShards) of them from before" : ""
    let list = SkippedList(in: folder).path
    let skipped =
      if outcome.skipped.count > 0 {
        "; skipped: \(outcome.skipped.sentence), see \(list)"
      } else if let note = content.skipped.lines(atMost: 1).first, rules == nil {
        "; \(note); see \(list)"
      } else {
        ""
      }
    return "\(folder): \(NumberText.counted(outcome.samples, "sample", "samples")) in "
      + "\(NumberText.counted(outcome.shards, "shard", "shards"))\(kept), \(NumberText.bytes(outcome.bytes))\(skipped)"
  }
}
