@preconcurrency import Glibc

/// Columns and rows of the terminal a stream is connected to.
public struct TerminalSize: Sendable, Equatable {
  public let columns: Int
  public let rows: Int

  /// What is assumed when nothing is known.
  public static let standard = TerminalSize(columns: 80, rows: 24)

  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// True when `descriptor` (1 standard output, 2 standard error) is a terminal that can rewrite a line.
  public static func isTerminal(_ descriptor: Int32) -> Bool {
    guard isatty(descriptor) == 1 else { return false }
    return getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// The size of the terminal behind `descriptor`; the variable COLUMNS, then 80 × 24, where there is none.
  public static func current(_ descriptor: Int32 = STDERR_FILENO) -> TerminalSize {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return TerminalSize(columns: Int(size.ws_col), rows: max(1, Int(size.ws_row)))
    }
    if let columns = getenv("COLUMNS").flatMap({ Int(String(cString: $0)) }), columns >= 20 {
      return TerminalSize(columns: columns, rows: standard.rows)
    }
    return standard
  }
}
