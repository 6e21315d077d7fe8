/// An executable that is several: the first word names the subcommand, whose options are its own.
public protocol CommandSuite: Command {
  /// In the order of the help page.
  static var subcommands: [any Command.Type] { get }
  /// What is meant where no word names a subcommand; nil makes that an error.
  static var defaultSubcommand: (any Command.Type)? { get }
  /// Words of before and the subcommands' names now, so that scripts learn them at once.
  static var renamedSubcommands: [String: String] { get }
  /// Options of before that became something else, and what to type now.
  static var replacedOptions: [String: String] { get }
}

extension CommandSuite {
  public static var defaultSubcommand: (any Command.Type)? { nil }
  public static var renamedSubcommands: [String: String] { [:] }
  public static var replacedOptions: [String: String] { [:] }

  /// A suite does nothing by itself: its subcommands do.
  public func run() throws { throw Self.missing }

  /// The complaint where a subcommand must be named.
  static var missing: UsageError {
    UsageError("a subcommand is missing: one of \(subcommands.map { $0.name }.joined(separator: ", ")); see --help")
  }
}
