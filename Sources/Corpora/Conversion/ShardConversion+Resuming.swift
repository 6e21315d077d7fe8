import Files
import FoundationEssentials
import JSON

extension ShardConversion {
  /// What an earlier call left that is still true; what is not is removed from the folder.
  func begin(shouldStop: () -> Bool) throws -> ConversionState {
    // Where too much cannot be read, no shard is looked at.
    let fresh = try ConversionState(self, manifest: ConversionManifest(request: request, rules: rules))
    guard var manifest = try ConversionManifest(folder: folder) else {
      if let stranger = try SourceFile.names(in: folder).first(where: { $0.hasSuffix(".tar") }) {
        throw CorpusError(
          "\(folder)/\(stranger): the folder holds shards that no conversion has written; choose another folder")
      }
      return fresh
    }
    guard manifest.request == request else {
      throw CorpusError(
        "\(folder): the folder holds shards of another conversion, \(manifest.request.compactText); choose another "
          + "folder, or empty this one")
    }
    manifest.rules = rules
    let written = manifest.shards.count
    let kept = try countOfTrueShards(manifest.shards, shouldStop: shouldStop)
    if kept < written {
      manifest.shards.removeLast(written - kept)
      manifest.isWhole = false
      // First the list, then the files: what the list names is always there.
      try manifest.write(to: folder)
      for number in kept..<written { try Disk().remove(folder + "/" + ConversionManifest.shardName(number)) }
    }
    var state = try ConversionState(self, manifest: manifest)
    try state.adoptSkipped()
    return state
  }

  /// Shards from the first that are on the disk as they were written, and whose records are as they were.
  private func countOfTrueShards(_ shards: [ConversionManifest.Shard], shouldStop: () -> Bool) throws -> Int {
    for (number, shard) in shards.enumerated() {
      // A request to stop must not cost what is already there.
      if shouldStop() { return shards.count }
      let path = folder + "/" + ConversionManifest.shardName(number)
      let start = number == 0 ? (record: 0, sample: 0) : shards[number - 1].end
      guard shard.records.lowerBound == start.record, shard.firstSample == start.sample,
        try isComplete(shard, isLast: number == shards.count - 1), SourceFile.exists(path),
        try SourceFile.stamp(path).size == shard.bytes, try Checksum.text(Checksum.of(fileAt: path)) == shard.hash,
        try stamp(of: shard.records) == shard.source
      else { return number }
    }
    return shards.count
  }

  /// Whether a fresh conversion would end the shard at the same record.
  private func isComplete(_ shard: ConversionManifest.Shard, isLast: Bool) throws -> Bool {
    let count = content.store.catalog.count
    return shard.records.upperBound <= count
      && (!isLast || shard.records.upperBound == count || shard.samples == limits.samples)
  }

  private func stamp(of records: Range<Int>) throws -> String {
    let stamps = try pool.map(records.count) { index, _ -> UInt64 in
      (try? content.store.record(records.lowerBound + index)).map(RecordStamp.of) ?? 0
    }
    return Hexadecimal.text(stamps.reduce(ConversionState.firstStamp, RecordStamp.joined))
  }
}

extension ConversionManifest.Shard {
  /// The record and the sample that follow it.
  fileprivate var end: (record: Int, sample: Int) { (records.upperBound, firstSample + samples) }
}
