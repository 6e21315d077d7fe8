import Console
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
  private(set) var skipped = SkippedRecords(keptLimit: .max)
  /// Records that may be skipped, and all there are.
  private let limit: Int
  private let total: Int
  let keptShards: Int
  private(set) var nextRecord: Int
  /// The next shard, with the unreadable records before its first sample.
  private(set) var openShard: OpenShard

  /// Begins behind the shards of the manifest, with what reading the source skipped. Throws, with the list in the folder, when that
  /// is more than the limit allows.
  init(_ conversion: ShardConversion, manifest: ConversionManifest) throws {
    folder = conversion.folder
    self.manifest = manifest
    skipped.add(conversion.content.skipped)
    total = (RecordCount(conversion.content.store.catalog.count) + skipped.total).count
    limit = RecordCount.limit(share: conversion.unreadableLimit, of: total)
    keptShards = manifest.shards.count
    nextRecord = manifest.shards.last?.records.upperBound ?? 0
    openShard = OpenShard(
      records: nextRecord..<nextRecord, firstSample: manifest.samples, stamp: Self.firstStamp)
    try checkSkipped()
  }

  /// Takes what an earlier call skipped of the records before those that are next.
  mutating func adoptSkipped() throws {
    for record in try SkippedList(in: folder).read().first where record.number ?? .max < nextRecord {
      skipped.add(record)
    }
    try checkSkipped()
  }

  /// Steps over records that are in no shard; false where none is left that could be. A shard is so never empty.
  mutating func skipUnreadable(_ feed: ConversionFeed, _ progress: (Int) -> Void) throws -> Bool {
    while let entry = try feed.peek() {
      guard case .failure(let record) = entry.sample else { return true }
      try skip(record, number: entry.number)
      openShard.add(entry)
      feed.advance()
      progress(entry.number + 1)
    }
    return false
  }

  mutating func skip(_ record: SkippedRecord, number: Int) throws {
    var record = record
    record.number = number
    skipped.add(record)
    try checkSkipped()
  }

  /// Throws, with the list in the folder, when more records were skipped than the limit allows.
  private func checkSkipped() throws {
    guard skipped.count > limit else { return }
    let list = SkippedList(in: folder)
    try list.write(skipped)
    let shown = skipped.first.suffix(5).map { "\n  \($0)" }.joined()
    throw CorpusError(
      "\(skipped.total.text) of \(NumberText.thousands(total)) records cannot be converted, and at most "
        + "\(NumberText.thousands(limit)) may be skipped; fix them or raise --max-unreadable; all of them are listed in "
        + "\(list.path):\(shown)")
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
    try SkippedList(in: folder).write(skipped)
    try manifest.write(to: folder)
  }

  var outcome: ShardConversion.Outcome {
    ShardConversion.Outcome(
      isWhole: manifest.isWhole, shards: manifest.shards.count, keptShards: keptShards, samples: manifest.samples,
      bytes: manifest.shards.reduce(0) { $0 + $1.bytes }, skipped: skipped.total)
  }
}
