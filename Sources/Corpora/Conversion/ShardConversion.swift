import Files
import FoundationEssentials
import JSON
import Runtime

/// Writes a source as WebDataset shards: images untouched, captions with language and role.
///
/// Shards are named `000000.tar` and so on, samples nine digits. A shard is there whole or not at all, and a later call with
/// the same request goes on behind those that are whole and whose records have not changed.
public struct ShardConversion {
  /// How far it came.
  public struct Outcome: Sendable, Equatable {
    /// False where it was asked to stop.
    public var isWhole = false
    public var shards = 0
    /// Shards of those that an earlier call had written.
    public var keptShards = 0
    public var samples = 0
    public var bytes = 0
    /// Records that are in no shard.
    public var skipped: RecordCount = 0
  }

  let content: SourceContent
  let request: JSONValue
  let rules: JSONValue?
  let folder: String
  let limits: ShardLimits
  let unreadableLimit: Double
  let pool: ThreadPool

  /// - Parameters:
  ///   - content: the source, opened.
  ///   - request: what was asked for, as the folder will remember it; another request is not mixed into the same folder.
  ///   - rules: what the rules of the corpus dropped and kept, where there are rules; see `CorpusFilter.Outcome`.
  ///   - folder: made where it is missing.
  ///   - unreadableLimit: share of the records that may be skipped, 0…1.
  public init(
    of content: SourceContent, request: JSONValue, rules: JSONValue? = nil, folder: String, limits: ShardLimits,
    unreadableLimit: Double, pool: ThreadPool
  ) {
    self.content = content
    self.request = .object([JSONMember("source", request), JSONMember("limits", limits.json)])
    self.rules = rules
    self.folder = folder
    self.limits = limits
    self.unreadableLimit = unreadableLimit
    self.pool = pool
  }

  /// Writes what is missing.
  ///
  /// - Parameters:
  ///   - progress: told after every record how many are done.
  ///   - shouldStop: asked before every record; the shard that is being written is then given up.
  ///
  /// Throws `CorpusError` when the folder holds something else, more records than the limit cannot be read, or the system
  /// refuses.
  public func run(progress: (Int) -> Void = { _ in }, shouldStop: () -> Bool = { false }) throws -> Outcome {
    try refusingOfSystem {
      try Disk().makeFolder(folder)
      var state = try begin(shouldStop: shouldStop)
      progress(state.nextRecord)
      let feed = ConversionFeed(content.store, from: state.nextRecord, pool: pool)
      while !shouldStop(), try state.skipUnreadable(feed, progress) {
        do { try writeShard(&state, feed, progress, shouldStop) } catch is GivenUp { break }
      }
      state.manifest.isWhole = try !shouldStop() && feed.peek() == nil
      try state.save()
      return state.outcome
    }
  }

  /// Thrown through the archive's writer to leave no half shard behind.
  private struct GivenUp: Error {}

  private func writeShard(
    _ state: inout ConversionState, _ feed: ConversionFeed, _ progress: (Int) -> Void, _ shouldStop: () -> Bool
  ) throws {
    let path = folder + "/" + ConversionManifest.shardName(state.manifest.shards.count)
    var shard = state.openShard
    try TarWriter.write(to: path) { archive in
      while let entry = try feed.peek() {
        if shouldStop() { throw GivenUp() }
        switch entry.sample {
        case .failure(let record): try state.skip(record, number: entry.number)
        case .success(let sample):
          if limits.isFull(samples: shard.samples, bytes: archive.byteCount, before: sample.archivedSize) { return }
          try sample.write(to: archive, number: shard.firstSample + shard.samples)
          shard.samples += 1
        }
        shard.add(entry)
        feed.advance()
        progress(entry.number + 1)
      }
    }
    try state.close(shard, path: path)
  }

  private func refusingOfSystem<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as FileError { throw CorpusError(error.description) }
  }
}
