/// Where training batches come from.
public protocol BatchSource: AnyObject {
  /// Where the next batch begins, for a checkpoint.
  var state: LoaderState { get }
  /// The next batch.
  func next() throws -> TrainingBatch
}

extension BatchLoader: BatchSource {}
