@preconcurrency import Glibc

/// The two streams a command writes to: results on standard output, everything about them on standard error.
public enum StandardStream: Sendable {
  case output, error

  public var descriptor: Int32 { self == .output ? STDOUT_FILENO : STDERR_FILENO }

  /// Writes text as it is and hands it to the system at once, so that a later crash loses nothing.
  public func write(_ text: String) {
    // glibc 2.41 says that `fputs` takes no null pointer, earlier ones say nothing.
    guard let stream = self == .output ? stdout : stderr else { return }
    fputs(text, stream)
    fflush(stream)
  }

  /// Writes text as a terminal may see it (`PrintableText`), and a line break.
  public func writeLine(_ text: String) { write(PrintableText.of(text) + "\n") }
}
