/// An executable: its options are `@Option` and `@Argument` properties, its work is `run`.
public protocol Command {
  init()
  /// The executable's name, such as "clippo-train".
  static var name: String { get }
  /// What it does, one sentence.
  static var summary: String { get }
  /// Lines worth trying, at the end of the help.
  static var examples: [CommandExample] { get }
  /// Does it. Any error ends the command with a sentence and a non-zero exit code.
  mutating func run() throws
}

/// A command line and what it does.
public struct CommandExample: Sendable {
  public let line: String
  public let meaning: String

  public init(_ line: String, _ meaning: String) {
    self.line = line
    self.meaning = meaning
  }
}

extension Command {
  public static var examples: [CommandExample] { [] }

  /// The command with its options filled in; throws `UsageError` for what cannot be understood.
  ///
  /// `--help` and `--version` are answered by `execute`; here they are errors.
  public static func parse(_ words: [String]) throws(UsageError) -> Self {
    let command = Self()
    guard try CommandLineParser.parse(words, into: NamedSlot.all(of: command)) == .run else {
      throw UsageError("--help and --version stand alone")
    }
    return command
  }

  /// The help page, wrapped to `columns`.
  public static func helpText(columns: Int = TerminalSize.standard.columns) -> String {
    HelpPage(Self()).text(columns: columns)
  }
}
