import Models
import Tensors

extension ParameterStore {
  /// The values of all parameters, in the store's order. They look at the parameters: write them before the next update.
  public var arrays: [ArrayEntry] { parameters.map { ArrayEntry(name: $0.name, tensor: $0.value) } }

  /// Overwrites every parameter by the array of its name, to the bit for float32.
  ///
  /// Throws, naming the parameter, where arrays are missing, left over or of another shape; parameters may then have
  /// changed.
  public func restore(_ arrays: [ArrayEntry]) throws {
    var rest = Dictionary(arrays.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for parameter in parameters {
      guard let array = rest.removeValue(forKey: parameter.name) else {
        throw TrainingError("the checkpoint has no parameter '\(parameter.name)'; it is of another model")
      }
      try array.copy(into: parameter.value)
    }
    if let name = rest.keys.min() {
      throw TrainingError(
        "the checkpoint's parameter '\(name)' is not in this model: the checkpoint is of another model")
    }
  }
}
