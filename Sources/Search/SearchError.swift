/// What can go wrong with an index or a search: a sentence with where, what, and what to do.
public struct SearchError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  public init(_ description: String) { self.description = description }
}
