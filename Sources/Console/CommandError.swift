/// An option or argument that cannot be understood. Ends a command with `ExitCode.usage`.
public struct UsageError: Error, CustomStringConvertible, Equatable {
  /// A sentence without the command's name.
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// A failure with nothing to add to its sentence. Ends a command with `ExitCode.failure`.
public struct CommandError: Error, CustomStringConvertible, Equatable {
  /// A sentence without the command's name: where, what, and what to do.
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// A command that saved its work and left because of a signal. Ends with 128 plus the signal's number.
public struct Interrupted: Error, CustomStringConvertible, Equatable {
  /// The signal, such as 2 for SIGINT.
  public let signal: Int32
  /// What was saved, and how to go on.
  public let description: String

  public init(signal: Int32, _ description: String) {
    self.signal = signal
    self.description = description
  }
}
