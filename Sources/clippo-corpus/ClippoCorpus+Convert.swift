import Console
import Corpora
import Runtime

extension ClippoCorpus {
  /// Writes pairs of any format as shards; stops between two samples when asked to, and goes on when called again.
  func convert() throws {
    guard let out else { throw UsageError("convert needs --out and the folder to write shards in") }
    let source = try source()
    guard try !isEmoji(source) else {
      throw CommandError(
        "\(source.path): an emoji corpus is trained as it is; its held-out names would be lost in shards")
    }
    let signal = try StopSignal()
    let pool = try ThreadPool(threads: threads)
    let content = try listingLeftOut(in: out.string) {
      try open(source, unreadableLimit: unreadable, pool: pool)
    }
    let conversion = ShardConversion(
      of: content, request: source.json, folder: out.string,
      limits: try ShardLimits(
        samples: shardSize ?? (shardBytes == nil ? 10_000 : nil), bytes: shardBytes), unreadableLimit: unreadable,
      pool: pool)
    let total = content.store.catalog.count
    var line: ProgressLine?
    let outcome = try conversion.run(
      progress: { done in
        guard let display = line else { return line = Self.progressLine("converting", done: done, of: total) }
        display.update(completed: done, of: total)
      }, shouldStop: { signal.isRaised })
    line?.finish()
    guard outcome.isWhole else {
      throw Interrupted(
        signal: signal.received ?? 2,
        "stopped with \(outcome.shards) whole shards of \(outcome.samples) samples in \(out); the same words go on from there"
      )
    }
    StandardStream.output.writeLine(Self.sentence(outcome, notes: content.problems, folder: out.string))
  }

  /// Where too much cannot be read to begin, the folder's list says what, too.
  private func listingLeftOut<Result>(in folder: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as CorpusError {
      guard !error.problems.isEmpty else { throw error }
      let path = try ShardConversion.list(error.problems, in: folder)
      StandardStream.error.writeLine("what cannot be read is listed in \(path)")
      throw error
    }
  }

  static func progressLine(_ label: String, done: Int, of total: Int) -> ProgressLine {
    ProgressLine(
      label: label, unit: "pictures",
      start: ProgressLine.Start(completed: done, fraction: total > 0 ? Double(done) / Double(total) : 0))
  }

  private static func sentence(_ outcome: ShardConversion.Outcome, notes: SkippedParts, folder: String) -> String {
    let kept = outcome.keptShards > 0 ? ", \(outcome.keptShards) of them from before" : ""
    let lost =
      if outcome.leftOut.count > 0 {
        "; left out: \(outcome.leftOut.sentence), see \(folder)/left-out.jsonl"
      } else if let note = notes.lines(atMost: 1).first {
        "; \(note); see \(folder)/left-out.jsonl"
      } else {
        ""
      }
    return "\(folder): \(NumberText.thousands(outcome.samples)) samples in \(outcome.shards) shards\(kept), "
      + "\(NumberText.bytes(outcome.bytes))\(lost)"
  }
}
