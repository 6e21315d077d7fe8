/// What is wrong with an image, as a sentence.
public struct PixelError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
