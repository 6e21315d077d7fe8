import Autograd
import Tensors

/// How long a run is, and what else is decided before it begins.
public struct TrainingPlan: Sendable {
  /// When training ends; progress, and with it the learning rate, follows the same measure.
  public enum Length: Sendable, Hashable {
    /// Exactly reproducible: a resumed run ends like one that was never stopped.
    case steps(Int)
    /// Fits a budget of time on any machine; how many steps that makes depends on the machine.
    case seconds(Double)
    /// Whichever is reached first.
    case either(steps: Int, seconds: Double)
  }

  public var length: Length
  public var schedule: Schedule
  /// Largest norm of the gradients of a step; `nil` does not clip.
  public var clip: Double?
  /// Element type of activations.
  public var activation: ElementType
  /// What is computed again in the backward pass to save memory.
  public var recomputation = ActivationCheckpointing.normsAndActivations
  /// Tokens embedded at a time.
  public var chunkTokens = Int.max
  /// Bytes of activations past which no further chunk of a batch keeps its own; it is embedded a second time instead.
  public var activationBytes = Int.max
  /// Seconds of training between evaluations.
  public var evaluateEvery: Double
  /// Seconds of training between checkpoints.
  public var checkpointEvery: Double

  public init(
    length: Length, schedule: Schedule, clip: Double?, activation: ElementType, evaluateEvery: Double,
    checkpointEvery: Double
  ) {
    self.length = length
    self.schedule = schedule
    self.clip = clip
    self.activation = activation
    self.evaluateEvery = evaluateEvery
    self.checkpointEvery = checkpointEvery
  }

  /// The part of the run that is done, 0…1.
  public func progress(step: Int, seconds: Double) -> Double {
    switch length {
    case .steps(let steps): Double(step) / Double(max(1, steps))
    case .seconds(let limit): seconds / limit
    case .either(let steps, let limit): max(Double(step) / Double(max(1, steps)), seconds / limit)
    }
  }
}
