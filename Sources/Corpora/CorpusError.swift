/// What is wrong with a corpus or what it is built from, as a sentence that says where and what to do.
public struct CorpusError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
