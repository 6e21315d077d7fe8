import FoundationEssentials
import Models
import Recipes
import Runtime
import Tensors
import Training

extension TrainingRecipe {
  /// The running average of a model's weights, beginning with them as they are; nil where the recipe wants none.
  func average(
    of parameters: ParameterStore, on backend: any Backend, pool: ThreadPool
  ) throws -> ExponentialMovingAverage? {
    guard emaDecay > 0 else { return nil }
    return try ExponentialMovingAverage(of: parameters, decay: emaDecay, backend: backend, pool: pool)
  }

  /// Threads that compute.
  var workers: Int { threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount }
}
