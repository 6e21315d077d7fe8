/// A checkpoint or array file that does not describe the model at hand.
public struct ModelError: Error, CustomStringConvertible, Sendable {
  public let description: String
  public init(_ description: String) { self.description = description }
}
