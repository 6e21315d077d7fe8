/// Where training batches come from.
public protocol BatchSource: AnyObject {
  /// Where the next batch begins, for a checkpoint.
  var state: LoaderState { get }
  /// The next batch.
  func next() throws -> TrainingBatch
  /// Records that were skipped so far because they cannot be read or drawn, each once.
  var skipped: [SkippedRecord] { get }
}

extension BatchSource {
  public var skipped: [SkippedRecord] { [] }
}

extension BatchLoader: BatchSource {}
