/// What is wrong with a picture, as a sentence.
public struct PixelError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
