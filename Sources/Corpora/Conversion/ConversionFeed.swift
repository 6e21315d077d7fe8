import Runtime

/// The records of a source in order, their images read ahead by all threads.
final class ConversionFeed {
  struct Entry {
    /// Of the record in the source.
    let number: Int
    let stamp: UInt64
    let sample: Result<ShardSample, SkippedRecord>
  }

  private let records: any RecordStore
  private let pool: ThreadPool
  private var ahead: ArraySlice<Entry> = []
  /// The record after those that were read.
  private var following: Int

  /// Records that each thread reads ahead: enough to keep it busy, few enough for the memory.
  private static let readAhead = 16

  init(_ records: any RecordStore, from first: Int, pool: ThreadPool) {
    self.records = records
    self.pool = pool
    following = first
  }

  /// The next record, nil after the last; stays until `advance`.
  func peek() throws -> Entry? {
    if ahead.isEmpty, following < records.catalog.count {
      let range = following..<min(records.catalog.count, following + pool.threads * Self.readAhead)
      ahead = try pool.map(range.count) { index, _ in entry(range.lowerBound + index) }[...]
      following = range.upperBound
    }
    return ahead.first
  }

  func advance() { ahead = ahead.dropFirst() }

  private func entry(_ number: Int) -> Entry {
    let record: CaptionedImage
    do { record = try records.record(number) } catch {
      return Entry(number: number, stamp: 0, sample: .failure(SkippedRecord(readingRecord: number, error)))
    }
    let sample = Result { try ShardSample(record) }.mapError { error in
      SkippedRecord(.image, origin: record.origin, reason: "\(error)")
    }
    return Entry(number: number, stamp: RecordStamp.of(record), sample: sample)
  }
}
