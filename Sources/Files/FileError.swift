/// What can go wrong with files: the system refuses, or bytes are not what they claim to be.
public struct FileError: Error, CustomStringConvertible, Sendable, Equatable {
  /// A sentence that names the file.
  public let description: String
  public init(_ description: String) { self.description = description }
}
