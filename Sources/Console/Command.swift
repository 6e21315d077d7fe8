/// An executable or a subcommand of one: its options are `@Option` and `@Argument` properties, its work is `run`.
public protocol Command {
  init()
  /// The executable's name, such as "clippo-train", or the subcommand's, such as "retrieval".
  static var name: String { get }
  /// What it does, one sentence.
  static var summary: String { get }
  /// Lines worth trying, at the end of the help.
  static var examples: [CommandExample] { get }
  /// Says what is wrong with the options taken together, before anything is read or done.
  func validate() throws
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
  public func validate() throws {}

  /// The command with its options filled in; throws `UsageError` for what cannot be understood.
  ///
  /// `--help` and `--version` are answered by `execute`; here they are errors.
  public static func parse(_ words: [String]) throws(UsageError) -> Self {
    let command = Self()
    let advice = WordAdvice(title: name)
    guard try CommandLineParser.parse(words, into: NamedSlot.all(of: command), advice: advice) == .run else {
      throw UsageError("--help and --version stand alone")
    }
    return command
  }

  /// The help page, wrapped to `columns`.
  public static func helpText(columns: Int = TerminalSize.standard.columns) -> String {
    HelpPage(.of(Self.self)).text(columns: columns)
  }
}
