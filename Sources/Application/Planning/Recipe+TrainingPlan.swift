import Recipes
import Tensors
import Training

extension Recipe {
  /// What the trainer is told.
  ///
  /// - Parameter available: free bytes of memory; nil where nobody knows.
  ///
  /// Throws where the recipe's model cannot be built.
  public func plan(activation: ElementType, available: Int?) throws -> TrainingPlan {
    var plan = TrainingPlan(
      length: training.length, schedule: schedule,
      clip: training.gradientClipNorm > 0 ? training.gradientClipNorm : nil,
      activation: activation, evaluateEvery: training.evaluateEvery, checkpointEvery: training.checkpointEvery)
    let memory = try MemoryPlan(self, activation: activation, available: available)
    plan.recomputation = training.activationCheckpointing
    plan.chunkTokens = memory.chunkTokens
    plan.activationBytes = memory.activationLimit
    return plan
  }
}
