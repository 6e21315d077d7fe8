import Tensors

/// What an objective finds among the arrays that a checkpoint kept of one.
extension [ArrayEntry] {
  /// The array of a name. Throws where it is missing.
  func named(_ name: String) throws -> ArrayEntry {
    guard let found = first(where: { $0.name == name }) else {
      throw ObjectiveError("the saved objective has no '\(name)'; it is another one")
    }
    return found
  }

  /// Throws where there is an array of another name.
  func allowOnly(_ names: [String]) throws {
    if let other = first(where: { !names.contains($0.name) }) {
      throw ObjectiveError("the saved objective's '\(other.name)' is not in this one; it is another one")
    }
  }
}
