import Models
import Objectives
import Runtime
import Tensors

extension AveragedTeacher {
  /// The average, which begins with the weights as they are.
  public func average(
    of parameters: ParameterStore, on backend: any Backend, pool: ThreadPool
  ) throws -> ExponentialMovingAverage {
    try ExponentialMovingAverage(of: parameters, decay: decay, rises: rises, backend: backend, pool: pool)
  }
}
