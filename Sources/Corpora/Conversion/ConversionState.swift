import Files

/// What a conversion has written so far.
struct ConversionState {
  /// The shard that is being written.
  struct OpenShard {
    var records: Range<Int>
    let firstSample: Int
    var samples = 0
    var stamp: UInt64

    mutating func add(_ entry: ConversionFeed.Entry) {
      records = records.lowerBound..<entry.number + 1
      stamp = RecordStamp.joined(stamp, entry.stamp)
    }
  }

  /// What chains of record stamps begin with.
  static let firstStamp = StableHash.of([])

  let folder: String
  var manifest: ConversionManifest
  var leftOut: LeftOutList
  let keptShards: Int
  private(set) var nextRecord: Int
  /// The next shard, with the unreadable records before its first sample.
  private(set) var openShard: OpenShard

  init(folder: String, manifest: ConversionManifest, leftOut: LeftOutList) {
    self.folder = folder
    self.manifest = manifest
    self.leftOut = leftOut
    keptShards = manifest.shards.count
    nextRecord = manifest.shards.last?.records.upperBound ?? 0
    openShard = OpenShard(
      records: nextRecord..<nextRecord, firstSample: manifest.samples, stamp: Self.firstStamp)
  }

  /// Steps over records that are in no shard; false where none is left that could be. A shard is so never empty.
  mutating func skipUnreadable(_ feed: ConversionFeed, _ progress: (Int) -> Void) throws -> Bool {
    while let entry = try feed.peek() {
      guard case .failure(let problem) = entry.sample else { return true }
      try leaveOut(problem, record: entry.number)
      openShard.add(entry)
      feed.advance()
      progress(entry.number + 1)
    }
    return false
  }

  mutating func leaveOut(_ problem: CorpusProblem, record: Int) throws {
    leftOut.add(problem, record: record)
    try leftOut.check(folder: folder)
  }

  /// Notes a shard that is on the disk.
  mutating func close(_ shard: OpenShard, path: String) throws {
    manifest.shards.append(
      ConversionManifest.Shard(
        records: shard.records, firstSample: shard.firstSample, samples: shard.samples,
        bytes: try SourceFile.stamp(path).size, hash: try Checksum.text(Checksum.of(fileAt: path)),
        source: Hexadecimal.text(shard.stamp)))
    nextRecord = shard.records.upperBound
    openShard = OpenShard(
      records: nextRecord..<nextRecord, firstSample: shard.firstSample + shard.samples, stamp: Self.firstStamp)
    try save()
  }

  func save() throws {
    try leftOut.write(to: folder)
    try manifest.write(to: folder)
  }

  var outcome: ShardConversion.Outcome {
    ShardConversion.Outcome(
      isWhole: manifest.isWhole, shards: manifest.shards.count, keptShards: keptShards, samples: manifest.samples,
      bytes: manifest.shards.reduce(0) { $0 + $1.bytes }, leftOut: leftOut.lost)
  }
}
