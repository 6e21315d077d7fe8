import Console
import Corpora
import TextRendering
import Training

extension TrainState {
  /// The part of the state that a checkpoint keeps in words of the trainer's own.
  var counters: JSONValue {
    ["pairs": .integer(pairs), "tokens": .integer(tokens), "lost": lost.json]
  }

  /// Where a checkpoint's run stands. Throws when the loader's place cannot be read.
  init(_ checkpoint: CheckpointContent, source: String) throws {
    self.init(loader: try LoaderState(json: checkpoint.loader, origin: "\(source): loader"))
    step = checkpoint.step
    seconds = checkpoint.elapsedSeconds
    pairs = checkpoint.metrics["pairs"]?.intValue ?? 0
    tokens = checkpoint.metrics["tokens"]?.intValue ?? 0
    lost = LostText(json: checkpoint.metrics["lost"] ?? .null)
  }
}
