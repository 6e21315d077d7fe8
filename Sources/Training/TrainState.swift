import Corpora
import TextRendering

/// Where a run stands, besides its parameters and the optimizer's moments: together, exactly what a checkpoint holds.
public struct TrainState: Sendable, Equatable {
  /// Steps made.
  public var step = 0
  /// Seconds of training, evaluation and checkpoints not counted.
  public var seconds = 0.0
  /// Pairs seen.
  public var pairs = 0
  /// Tokens of photos and of pages seen.
  public var tokens = 0
  /// What of the captions never reached the model.
  public var truncation = TextTruncation()
  /// Where the next batch begins.
  public var loader: LoaderState

  public init(loader: LoaderState) { self.loader = loader }
}
