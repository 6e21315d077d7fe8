/// Options that every executable has.
enum StandardOption: String, CaseIterable {
  case help, version, completion
  case parseOnly = "parse-only"

  /// Those that a subcommand has, too.
  static let ofSubcommands: [StandardOption] = [.help]

  /// As help shows it.
  var form: String {
    self == .completion ? "--completion <\(Shell.allCases.map(\.rawValue).joined(separator: "|"))>" : "--\(rawValue)"
  }

  var explanation: String {
    switch self {
    case .help: "print this page"
    case .version: "print the version"
    case .completion: "print a script that completes the command's words"
    case .parseOnly: "as the first word: check the words, do nothing"
    }
  }
}
