import FoundationEssentials
import Models
import Recipes
import Runtime
import Tensors
import Training

extension TrainingRecipe {
  /// The running average of the weights of a model and of its objective's heads, beginning with them as they are; nil where the recipe
  /// wants none.
  func average(
    of parameters: ParameterStore, heads: ParameterStore, on backend: any Backend, pool: ThreadPool
  ) throws -> ExponentialMovingAverage? {
    guard emaDecay > 0 else { return nil }
    return try ExponentialMovingAverage(of: parameters, heads: heads, decay: emaDecay, backend: backend, pool: pool)
  }

  /// Threads that compute.
  var workers: Int { threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount }
}
