/// What is wrong with a vocabulary or a training of one, as a sentence that says where, what, and what to do.
public struct TokenizerError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  public init(_ sentence: String) {
    description = sentence
  }
}
