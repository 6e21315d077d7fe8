/// Why something could not be evaluated or shown, as a sentence: where, what, and what to do.
public struct EvaluationError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  public init(_ sentence: String) {
    description = sentence
  }
}
