import Corpora

/// Training has diverged: the loss or a gradient is infinite or not a number.
public struct NonFiniteLoss: Error, CustomStringConvertible, Sendable {
  /// The step that could not be made, 1 first.
  public let step: Int
  public let loss: Double
  /// Where the pairs of the batch stand in the corpus.
  public let origins: [Origin]

  init(step: Int, loss: Double, batch: TrainingBatch) {
    self.step = step
    self.loss = loss
    origins = batch.origins
  }

  public var description: String {
    let shown = origins.prefix(5).map(\.description).joined(separator: ", ")
    let rest = origins.count > 5 ? " and \(origins.count - 5) more" : ""
    let what = loss.isFinite ? "a gradient is not finite" : "the loss is \(loss)"
    return
      "step \(step): \(what); the parameters were left as they were before it. Lower optimizer.learningRate or training.gradientClipNorm, "
      + "or train in float32. The batch held \(shown)\(rest)"
  }
}
