/// What can go wrong while training: checkpoints, logs, settings, a loss that is no number.
public struct TrainingError: Error, CustomStringConvertible, Sendable {
  public let description: String
  public init(_ description: String) { self.description = description }
}
