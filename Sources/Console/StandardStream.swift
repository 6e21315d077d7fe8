@preconcurrency import Glibc
import Files
import Synchronization

/// The two streams a command writes to: results on standard output, everything about them on standard error.
public enum StandardStream: Sendable {
  case output, error

  public var descriptor: Int32 { self == .output ? STDOUT_FILENO : STDERR_FILENO }

  /// The system's number of the first error that kept results from standard output; 0 where there was none.
  private static let outputError = Atomic<Int32>(0)

  /// Why results did not reach standard output, such as a disk without room; `nil` where all did. A command that ends well
  /// although this says something has failed (`Command.main`).
  public static var outputFailure: String? {
    let number = outputError.load(ordering: .relaxed)
    return number == 0 ? nil : WriteFailure.sentence("cannot write to", "standard output", number: number)
  }

  /// Writes text as it is and hands it to the system at once, so that a later crash loses nothing.
  public func write(_ text: String) {
    // glibc 2.41 says that `fputs` takes no null pointer, earlier ones say nothing.
    guard let stream = self == .output ? stdout : stderr else { return }
    errno = 0
    guard fputs(text, stream) < 0 || fflush(stream) != 0, self == .output else { return }
    _ = Self.outputError.compareExchange(expected: 0, desired: errno == 0 ? EIO : errno, ordering: .relaxed)
  }

  /// Writes text as a terminal may see it (`PrintableText`), and a line break.
  public func writeLine(_ text: String) { write(PrintableText.of(text) + "\n") }
}
