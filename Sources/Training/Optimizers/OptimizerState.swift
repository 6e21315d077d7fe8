import Tensors

/// The named arrays of an optimizer, and how they come back from a checkpoint.
struct OptimizerState {
  /// The optimizer's name, which begins every array's name.
  let optimizer: String
  let tensors: [(name: String, tensor: Tensor)]

  func arrays(updates: Int) -> [ArrayEntry] {
    let count = ArrayEntry(name: "\(optimizer)/updates", wholeNumber: updates)
    return [count] + tensors.map { ArrayEntry(name: "\(optimizer)/\($0.name)", tensor: $0.tensor) }
  }

  /// Overwrites the tensors and returns the number of updates.
  func restore(_ arrays: [ArrayEntry]) throws -> Int {
    var rest = Dictionary(arrays.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    guard let updates = try rest.removeValue(forKey: "\(optimizer)/updates")?.integers().first, updates >= 0 else {
      let found = arrays.first.map { "it has '\($0.name)'" } ?? "it is empty"
      throw TrainingError("the optimizer's saved state is not of \(optimizer): \(found)")
    }
    for (name, tensor) in tensors {
      guard let array = rest.removeValue(forKey: "\(optimizer)/\(name)") else {
        throw TrainingError("the optimizer's saved state lacks '\(optimizer)/\(name)'")
      }
      guard array.element == ArrayElement(tensor.elementType) else {
        throw TrainingError("the optimizer's saved '\(array.name)' holds \(array.element.rawValue)")
      }
      try array.copy(into: tensor)
    }
    if let name = rest.keys.min() {
      throw TrainingError("the optimizer's saved state has '\(name)', which belongs to no parameter of this model")
    }
    return updates
  }
}
