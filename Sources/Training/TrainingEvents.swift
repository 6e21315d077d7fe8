/// What a run does besides training, supplied by whoever runs it. Time spent here does not count as training.
public struct TrainingEvents {
  /// After every step.
  public var stepped: (StepReport) throws -> Void
  /// When an evaluation is due, and at the end.
  public var evaluate: (TrainState) throws -> Void
  /// When a checkpoint is due, at the end, and when the run is asked to stop.
  public var save: (TrainState) throws -> Void
  /// Whether the run has been asked to stop.
  public var shouldStop: () -> Bool

  public init(
    stepped: @escaping (StepReport) throws -> Void = { _ in },
    evaluate: @escaping (TrainState) throws -> Void = { _ in },
    save: @escaping (TrainState) throws -> Void = { _ in }, shouldStop: @escaping () -> Bool = { false }
  ) {
    self.stepped = stepped
    self.evaluate = evaluate
    self.save = save
    self.shouldStop = shouldStop
  }
}
