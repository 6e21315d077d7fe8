/// What a command tells the shell.
public struct ExitCode: Sendable, Equatable {
  /// 0 to 255.
  public let code: Int32

  /// It did what was asked.
  public static let success = ExitCode(code: 0)
  /// It could not do what was asked.
  public static let failure = ExitCode(code: 1)
  /// It did not understand what was asked.
  public static let usage = ExitCode(code: 2)

  /// Stopped by a signal; shells expect 128 plus its number (130 for SIGINT, 143 for SIGTERM).
  public static func signal(_ number: Int32) -> ExitCode { ExitCode(code: 128 + number) }
}
