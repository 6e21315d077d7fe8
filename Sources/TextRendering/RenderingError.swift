/// What went wrong while preparing to render or rendering, as a sentence that says where, what, and what to do.
public struct RenderingError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  public init(_ sentence: String) {
    description = sentence
  }
}
