import Console

/// What shards lost that end before their end: as many samples as img2dataset says that it wrote, or else as the other
/// shards have in the mean.
struct CutShards {
  /// The mean number of samples of shards that are whole; nil where there are none.
  private let usual: Int?

  init(_ shards: [ShardIndex]) {
    let whole = shards.filter { !$0.isCut && $0.count > 0 }
    let samples = whole.reduce(0) { $0 + $1.count + $1.skipped.count }
    usual = whole.isEmpty ? nil : samples / whole.count
  }

  /// What is lost of a shard beyond what is skipped of it; nil where that is nothing, or nobody knows.
  func problem(of shard: ShardIndex) -> SkippedRecord? {
    guard shard.isCut else { return nil }
    let known = shard.count + shard.skipped.count
    let written = Self.writtenSamples(of: shard.path)
    guard let expected = written ?? usual, expected > known else { return nil }
    let numbers = "\(NumberText.thousands(known)) of \(NumberText.thousands(expected)) samples"
    let source = written == nil ? "as other shards have in the mean" : "that its downloader counted"
    return SkippedRecord(
      origin: Origin(file: shard.path, place: .member("the archive")),
      reason: "the shard is cut off behind \(numbers) \(source)",
      count: RecordCount(expected - known, isEstimated: written == nil))
  }

  /// What `00000_stats.json` beside img2dataset's `00000.tar` counts.
  private static func writtenSamples(of path: String) -> Int? {
    guard path.hasSuffix(".tar") else { return nil }
    let statistics = path.dropLast(4) + "_stats.json"
    guard SourceFile.isReadable(String(statistics)) else { return nil }
    return (try? SourceFile.json(String(statistics)))?["successes"]?.intValue
  }
}
