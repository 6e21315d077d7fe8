/// What can go wrong below the models: shapes that do not fit, memory, the library for dense products, array files.
public struct TensorError: Error, CustomStringConvertible, Sendable {
  public let description: String
  public init(_ description: String) { self.description = description }
}
