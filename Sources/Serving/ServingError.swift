/// What can go wrong when a server is started: a sentence.
public struct ServingError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  public init(_ description: String) { self.description = description }
}
