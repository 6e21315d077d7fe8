import Autograd
import Models
import Tensors

/// A parameter's arrays as the loops of optimizers take them.
struct OptimizedParameter {
  let name: String
  let value: Tensor
  let gradient: Tensor
  let decays: Bool
  let learningRateFactor: Double
  /// nil takes the optimizer's.
  let weightDecay: Double?

  /// Throws where the parameter is not float32, or has no gradient buffer because it is frozen.
  init(_ parameter: Parameter) throws {
    guard let gradient = parameter.variable.gradient, gradient.elementType == .float32,
      parameter.value.elementType == .float32
    else {
      throw TrainingError("parameter '\(parameter.name)' is frozen or not of float32; it cannot be trained")
    }
    name = parameter.name
    value = parameter.value
    self.gradient = gradient
    decays = parameter.decays
    learningRateFactor = parameter.learningRateFactor
    weightDecay = parameter.weightDecay
  }
}

extension Tensor {
  /// The first element of a float32 tensor. Whoever uses it keeps an owner of the tensor alive meanwhile.
  var firstFloat: UnsafeMutablePointer<Float>? {
    try? withBytes { $0.baseAddress?.assumingMemoryBound(to: Float.self) }
  }

  /// The first element of a bfloat16 tensor, under the same condition.
  var firstBFloat: UnsafeMutablePointer<UInt16>? {
    try? withBytes { $0.baseAddress?.assumingMemoryBound(to: UInt16.self) }
  }
}
