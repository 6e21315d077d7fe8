/// A script that makes zsh complete a command's words, with what they mean beside them.
struct ZshCompletion {
  private let declaration: CommandDeclaration
  private let function: String

  init(_ declaration: CommandDeclaration) {
    self.declaration = declaration
    function = "_" + declaration.name
  }

  var text: String {
    var lines = ["#compdef \(declaration.name)", "# Made by: \(declaration.name) --completion zsh", ""]
    if declaration.subcommands.isEmpty {
      lines += arguments(declaration)
    } else {
      lines += declaration.subcommands.flatMap(arguments)
      lines += chooser
    }
    lines += ["\(function) \"$@\""]
    return lines.joined(separator: "\n")
  }

  /// A function that completes the words of one command or subcommand.
  private func arguments(_ command: CommandDeclaration) -> [String] {
    var specifications: [String] = command.completedOptions.map { option in
      let name = (option.isRepeated ? "*" : "") + "--\(option.name)" + (option.value == nil ? "" : "=")
      let value = option.value.map { ":\(option.name):\(Self.action($0))" } ?? ""
      return "\(name)[\(Self.escaped(option.help))]\(value)"
    }
    if command.isExecutable {
      let shells = Shell.allCases.map(\.rawValue).joined(separator: " ")
      specifications.append("--version[\(StandardOption.version.explanation)]")
      specifications.append("--completion=[print a script that completes words]:shell:(\(shells))")
    }
    if !command.arguments.isEmpty { specifications.append("*:argument:\(Self.action(command.completedArgument))") }
    let rows = specifications.map { "    '\($0)'" }.joined(separator: " \\\n")
    return ["\(name(of: command))() {", "  _arguments -S \\", rows, "}", ""]
  }

  /// The function that finds out which subcommand is meant.
  private var chooser: [String] {
    let describe = "_describe -t subcommands subcommand subcommands"
    var lines = ["\(function)() {", "  local -a subcommands=("]
    lines += declaration.subcommands.map { "    '\($0.name):\(Self.escaped($0.summary))'" }
    lines += ["    'help:explains a subcommand'", "  )", "  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then"]
    lines += ["    \(describe)", "    return", "  fi", "  case $words[2] in", "    help) \(describe) ;;"]
    lines += declaration.subcommands.map { "    \($0.name)) shift words; (( CURRENT-- )); \(name(of: $0)) ;;" }
    let other = declaration.defaultSubcommand.map { name(of: $0) } ?? "_arguments '--help' '--version'"
    lines += ["    *) \(other) ;;", "  esac", "}", ""]
    return lines
  }

  private func name(of command: CommandDeclaration) -> String {
    command.isExecutable ? function : "\(function)_\(command.name)"
  }

  private static func action(_ value: CompletedValue) -> String {
    switch value {
    case .files: "_files"
    case .nothing: " "
    case .words(let words): "(\(words.joined(separator: " ")))"
    }
  }

  /// A sentence between brackets, colons and quotes that zsh reads.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "'": escaped += "'\\''"
      case "[", "]", ":", "\\": escaped += "\\\(character)"
      default: escaped.append(character)
      }
    }
  }
}
