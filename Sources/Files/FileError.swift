/// What can go wrong with files: the system refuses, or bytes are not what they claim to be.
public struct FileError: Error, CustomStringConvertible, Sendable, Equatable {
  /// A sentence that names the file.
  public let description: String
  /// Whether another program holds the file, so that waiting may help.
  public let isBusy: Bool

  public init(_ description: String, isBusy: Bool = false) {
    self.description = description
    self.isBusy = isBusy
  }
}
