/// A script that makes bash complete a command's words.
struct BashCompletion {
  private let declaration: CommandDeclaration

  init(_ declaration: CommandDeclaration) { self.declaration = declaration }

  var text: String {
    let function = "_" + declaration.name.replacing("-", with: "_")
    var lines = ["# Completes the words of \(declaration.name) in bash; made by: \(declaration.name) --completion bash"]
    lines += ["\(function)() {", "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}"]
    lines += ["  local subcommand=\(declaration.defaultName ?? "") options= words= kind=", "  COMPREPLY=()"]
    lines += Self.equalsSign
    lines += subcommand
    lines.append("  case $subcommand in")
    lines += cases
    lines.append("  esac")
    lines += firstWord
    lines += Self.end
    lines += ["}", "complete -F \(function) \(declaration.name)"]
    return lines.joined(separator: "\n")
  }

  private static let equalsSign = [
    "  # bash makes three words of --option=value.", "  if [[ $word == = ]]; then", "    word=",
    "  elif [[ $previous == = ]]; then", "    previous=${COMP_WORDS[COMP_CWORD - 2]}", "  fi",
  ]

  /// The subcommand that the first word names.
  private var subcommand: [String] {
    guard !declaration.subcommands.isEmpty else { return [] }
    let names = (declaration.subcommands.map(\.name) + ["help"]).joined(separator: " | ")
    return [
      "  if ((COMP_CWORD > 1)); then", "    case ${COMP_WORDS[1]} in",
      "      \(names)) subcommand=${COMP_WORDS[1]} ;;", "    esac", "  fi",
    ]
  }

  /// What is known of every subcommand, or of the only command.
  private var cases: [String] {
    guard !declaration.subcommands.isEmpty else { return Self.branch("*", declaration) }
    let names = declaration.subcommands.map(\.name).joined(separator: " ")
    return declaration.subcommands.flatMap { Self.branch($0.name, $0) } + ["    help) words='\(names)' kind=words ;;"]
  }

  /// The options of one subcommand, and the values of the option before.
  private static func branch(_ pattern: String, _ command: CommandDeclaration) -> [String] {
    let options = command.completedOptions
    var values: [(kind: String, names: [String])] = []
    for option in options {
      guard let value = option.value else { continue }
      let kind = setting(value)
      if let index = values.firstIndex(where: { $0.kind == kind }) {
        values[index].names.append("--\(option.name)")
      } else {
        values.append((kind, ["--\(option.name)"]))
      }
    }
    let names = options.map { "--\($0.name)" }.joined(separator: " ")
    var lines = ["    \(pattern))", "      options='\(names)'", "      case $previous in"]
    lines += values.map { "        \($0.names.joined(separator: " | "))) \($0.kind) ;;" }
    lines += ["        *)", "          if [[ $word == -* ]]; then words=$options kind=words"]
    lines += ["          else \(setting(command.completedArgument)); fi", "          ;;", "      esac", "      ;;"]
    return lines
  }

  private static func setting(_ value: CompletedValue) -> String {
    switch value {
    case .files: "kind=files"
    case .nothing: "kind=nothing"
    case .words(let words): "words='\(words.joined(separator: " "))' kind=words"
    }
  }

  /// The first word may be a subcommand or an option of every executable.
  private var firstWord: [String] {
    // Where a command or subcommand is meant, its options have --help among them.
    let isOpen = !declaration.subcommands.isEmpty && declaration.defaultName == nil
    let standard = StandardOption.allCases.filter { $0 != .help || isOpen }.map { "--\($0.rawValue)" }
      .joined(separator: " ")
    let names = (declaration.subcommands.map(\.name) + ["help"]).joined(separator: " ")
    let words = "words='\(names)' kind=words"
    let subcommands = declaration.subcommands.isEmpty ? [] : ["    else", "      \(words)"]
    let shells = Shell.allCases.map(\.rawValue).joined(separator: " ")
    var lines = ["  if ((COMP_CWORD == 1)); then", "    if [[ $word == -* ]]; then"]
    lines.append("      words=\"$options \(standard)\" kind=words")
    lines += subcommands
    lines += ["    fi", "  elif [[ $previous == --completion ]]; then", "    words='\(shells)' kind=words", "  fi"]
    return lines
  }

  private static let end = [
    "  if [[ $kind == words ]]; then", "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")",
    "  elif [[ $kind == files ]]; then", "    compopt -o filenames 2> /dev/null || true",
    "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")", "  fi",
  ]
}
