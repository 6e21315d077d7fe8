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
    heads = ParameterStore(backend: backend, seed: seed ^ 0x6865_6164_73, prefix: "objective/")
    objective = try settings.objective(ObjectiveContext(tower, heads: heads))
    logits = settings.logits
  }

  /// Parts that were made already.
  ///
  /// - Parameter heads: the parameters of the objective's heads; their names begin with `objective/`.
  public init(_ objective: any Objective, heads: ParameterStore, logits: LogitSettings) {
    self.objective = objective
    self.heads = heads
    self.logits = logits
  }

  private static let (parameterPrefix, statePrefix) = ("parameters/", "state/")

  /// Everything of it that the next step depends on: the parameters of its heads, and what it remembers. The arrays look at its own
  /// memory: write them before the next update.
  public var arrays: [ArrayEntry] {
    arrays(heads: heads.parameters.map { ArrayEntry(name: $0.name, tensor: $0.value) })
  }

  /// The same with other values of the heads.
  ///
  /// - Parameter heads: all of their parameters, under their names.
  public func arrays(heads: [ArrayEntry]) -> [ArrayEntry] {
    heads.map { $0.renamed(Self.parameterPrefix + $0.name) }
      + objective.state.map { $0.renamed(Self.statePrefix + $0.name) }
  }

  /// The parameters of heads among an objective's saved `arrays`, by their names.
  public static func heads(in arrays: [ArrayEntry]) -> [String: ArrayEntry] {
    Dictionary(
      arrays.filter { $0.name.hasPrefix(parameterPrefix) }.map {
        (String($0.name.dropFirst(parameterPrefix.count)), $0)
      },
      uniquingKeysWith: { first, _ in first })
  }

  /// Continues from saved `arrays`, to the bit. Throws, naming the array, where one is missing or is not this objective's.
  public func restore(_ arrays: [ArrayEntry]) throws {
    var rest = Dictionary(arrays.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for parameter in heads.parameters {
      guard let array = rest.removeValue(forKey: Self.parameterPrefix + parameter.name) else {
        throw ObjectiveError("the saved objective has no parameter '\(parameter.name)'; it is another one")
      }
      try array.copy(into: parameter.value)
    }
    let state = arrays.filter { rest[$0.name] != nil }
    if let array = state.first(where: { !$0.name.hasPrefix(Self.statePrefix) }) {
      throw ObjectiveError("the saved objective's '\(array.name)' is not in this one; it is another one")
    }
    try objective.restore(state.map { $0.renamed(String($0.name.dropFirst(Self.statePrefix.count))) })
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
