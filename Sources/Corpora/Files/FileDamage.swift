/// Where the packed bytes of a file cannot be unpacked any more.
struct FileDamage: Sendable, Equatable {
  /// A sentence without the file's name.
  let reason: String
  /// Packed bytes that could be unpacked, and those behind them, which are lost.
  let readBytes: Int
  let lostBytes: Int

  /// What the lost bytes held, where those before them held so many records.
  func lost(behind records: Int) -> RecordCount {
    RecordCount.estimated(ofBytes: max(1, lostBytes), records: records, readBytes: readBytes)
  }
}

extension OpenFile {
  /// The rest of a packed file that cannot be unpacked, as what it held; nil where all of it could be.
  ///
  /// - Parameter records: that were read from what could be unpacked.
  func lostRest(behind records: Int) -> SkippedRecord? {
    guard let damage else { return nil }
    return SkippedRecord(
      origin: Origin(file: path, place: .member("packed byte \(damage.readBytes)")),
      reason: "\(damage.reason); what follows is lost", count: damage.lost(behind: records))
  }
}
