import Models
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// An objective ready to train a model: its heads made, nothing remembered yet.
public struct PreparedObjective {
  public let objective: any Objective
  /// The parameters of its heads, trained and saved beside the model's.
  public let heads: ParameterStore
  /// The learned numbers between similarities and logits.
  public let logits: LogitSettings

  /// - Parameter seed: of the heads' initial values.
  ///
  /// Throws where memory runs out or the model does not fit the objective.
  public init(_ settings: ObjectiveSettings, for tower: any Tower, backend: any Backend, seed: UInt64 = 0) throws {
    // Heads and model begin with different numbers.
    heads = ParameterStore(backend: backend, seed: seed ^ 0x6865_6164_73)
    objective = try settings.objective(ObjectiveContext(tower, heads: heads))
    logits = settings.logits
  }

  /// Keeps the learned scale of a model within the bounds of its objective.
  public func clampLogitScale(of tower: any Tower) throws {
    guard let range = logits.range else { return }
    try tower.logScale.value.writeFloats { values in
      for index in values.indices {
        values[index] = Float(min(max(Double(values[index]), log(range.lowerBound)), log(range.upperBound)))
      }
    }
  }
}
