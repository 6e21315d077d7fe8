/// What one step has to say.
public struct StepReport: Sendable {
  /// The step's number, 1 first.
  public let step: Int
  /// Seconds of training up to and including this step.
  public let seconds: Double
  /// The part of the run that is done, 0…1.
  public let progress: Double
  public let loss: Double
  /// The schedule's factor of the peak learning rate.
  public let scheduleFactor: Double
  /// Norm of all gradients before clipping.
  public let gradientNorm: Double
  /// Pairs in this step.
  public let pairs: Int
  /// Tokens in this step.
  public let tokens: Int
  /// Seconds that this step took, and how many of them went into making the batch.
  public let stepSeconds: Double
  public let loadSeconds: Double
  /// Figures of the objective, such as accuracies inside the batch.
  public let metrics: [(name: String, value: Double)]
}
