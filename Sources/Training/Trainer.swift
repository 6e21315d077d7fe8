import Autograd
import Corpora
import Models
import Objectives
import Runtime
import Tensors
import TextRendering

/// The training loop: next batch, gradients of the objective on the tower's embeddings, update, tell.
public final class Trainer {
  public let tower: any Tower
  public let objective: PreparedObjective
  public let optimizer: any Optimizer
  public let plan: TrainingPlan
  public private(set) var state: TrainState
  private let loader: any BatchSource
  private let backend: CPUBackend
  private let gradientNorm: GradientNorm
  /// What the model is measured and saved with, where it is averaged.
  public let average: ExponentialMovingAverage?
  private let profile: Profile?
  /// Whose outputs the objective learns from.
  public let teacher: Teacher?
  private let images: ImageEmbeddings?

  /// How a run ended.
  public enum Outcome: Sendable { case finished, stopped }

  /// - Parameters:
  ///   - state: where to continue; its loader state must be the loader's.
  ///   - average: follows the weights; `nil` averages nothing.
  ///   - teacher: answers the objective's requests for a teacher's outputs.
  ///   - images: the embeddings of the images that the loader does not read.
  ///   - profile: is told how long the parts of a step outside the backend take.
  public init(
    tower: any Tower, objective: PreparedObjective, optimizer: any Optimizer, plan: TrainingPlan,
    loader: any BatchSource,
    backend: CPUBackend, state: TrainState, average: ExponentialMovingAverage? = nil, teacher: Teacher? = nil,
    images: ImageEmbeddings? = nil, profile: Profile? = nil
  ) throws {
    try plan.schedule.validate()
    self.tower = tower
    self.objective = objective
    self.optimizer = optimizer
    self.plan = plan
    self.loader = loader
    self.backend = backend
    self.state = state
    self.average = average
    self.teacher = teacher
    self.images = images
    self.profile = profile
    gradientNorm = try GradientNorm(of: tower.parameters.trainable + objective.heads.trainable, pool: backend.pool)
  }

  /// Trains until the plan's end or until `events.shouldStop`; saves in either case.
  public func run(_ events: TrainingEvents) throws -> Outcome {
    var nextEvaluation = state.seconds + plan.evaluateEvery
    var nextCheckpoint = state.seconds + plan.checkpointEvery
    while plan.progress(step: state.step, seconds: state.seconds) < 1 {
      if events.shouldStop() {
        try events.save(state)
        return .stopped
      }
      try events.stepped(try step())
      if state.seconds >= nextEvaluation {
        try events.evaluate(state)
        nextEvaluation = state.seconds + plan.evaluateEvery
      }
      if state.seconds >= nextCheckpoint {
        try events.save(state)
        nextCheckpoint = state.seconds + plan.checkpointEvery
      }
    }
    try events.save(state)
    try events.evaluate(state)
    return .finished
  }

  /// Makes one step. Throws when the loss or a gradient is not finite; parameters and state are then unchanged.
  public func step() throws -> StepReport { try profile.step(makeStep) }

  private func makeStep() throws -> StepReport {
    let start = MonotonicClock.seconds()
    let batch = try profile.measure("wait for data") { try loader.next() }
    let loaded = MonotonicClock.seconds()
    tower.parameters.zeroGradients()
    objective.heads.zeroGradients()
    let forward = CachedForward(
      tower: tower, objective: objective.objective, plan: plan, backend: backend, teacher: teacher, images: images)
    let (loss, metrics) = try forward.accumulate(batch)

    let norm = profile.measure("gradient norm") { gradientNorm.measure() }
    guard loss.isFinite, norm.isFinite else { throw NonFiniteLoss(step: state.step + 1, loss: loss, batch: batch) }
    let factor = plan.schedule.factor(at: plan.progress(step: state.step, seconds: state.seconds))
    try profile.measureWhole("optimizer") {
      try optimizer.update(scheduleFactor: factor, gradientScale: GradientNorm.scale(norm: norm, limit: plan.clip))
    }
    try objective.clampLogitScale(of: tower)
    try objective.objective.stepped()
    if let average { profile.measure("average") { average.update(after: state.step) } }
    // Before the next step; before the first there would be nothing to follow.
    if let average = teacher?.average { profile.measure("teacher") { average.update(after: state.step + 1) } }

    let end = MonotonicClock.seconds()
    advance(past: batch, seconds: end - start)
    return StepReport(
      step: state.step, seconds: state.seconds,
      progress: min(1, plan.progress(step: state.step, seconds: state.seconds)), loss: loss, scheduleFactor: factor,
      gradientNorm: norm, pairs: batch.pairs, tokens: batch.tokens, stepSeconds: end - start,
      loadSeconds: loaded - start, metrics: metrics)
  }

  private func advance(past batch: TrainingBatch, seconds: Double) {
    state.step += 1
    state.seconds += seconds
    state.pairs += batch.pairs
    state.tokens += batch.tokens
    state.truncation += batch.truncation
    state.loader = loader.state
  }
}
