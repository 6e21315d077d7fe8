/// An objective that cannot be evaluated, or cannot go on from what was saved.
public struct ObjectiveError: Error, CustomStringConvertible, Sendable {
  public let description: String
  public init(_ description: String) { self.description = description }
}
