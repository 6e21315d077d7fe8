/// What the machine refuses: threads, signals, instructions.
public struct RuntimeError: Error, CustomStringConvertible, Sendable, Equatable {
  /// A sentence: what was refused and what to do.
  public let description: String
  public init(_ description: String) { self.description = description }
}
