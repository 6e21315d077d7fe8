/// What is wrong with a corpus or what it is built from, as a sentence that says where and what to do.
public struct CorpusError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String
  /// What of a source was skipped, where that is the reason.
  public let skipped: SkippedRecords

  public init(_ description: String, skipped: SkippedRecords = SkippedRecords()) {
    self.description = description
    self.skipped = skipped
  }
}
