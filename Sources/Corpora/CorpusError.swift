/// What is wrong with a corpus or what it is built from, as a sentence that says where and what to do.
public struct CorpusError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String
  /// What of a source was left out, where that is the reason.
  public let problems: SkippedParts

  public init(_ description: String, problems: SkippedParts = SkippedParts()) {
    self.description = description
    self.problems = problems
  }
}
