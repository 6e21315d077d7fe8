/// A shell that completes the words of commands.
public enum Shell: String, CaseIterable, Sendable {
  case bash, zsh

  /// The shell that `--completion bash` or `--completion=bash` names. Throws where anything else stands there.
  static func named(by words: ArraySlice<String>) throws(UsageError) -> Shell {
    let parts = words.flatMap { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
    guard parts.count == 2, let shell = Shell(rawValue: String(parts[1])) else {
      let names = allCases.map(\.rawValue).joined(separator: " or ")
      throw UsageError("--completion stands alone, with the shell: \(names)")
    }
    return shell
  }

  /// What the shell reads to complete the words of the command.
  func script(for declaration: CommandDeclaration) -> String {
    switch self {
    case .bash: BashCompletion(declaration).text
    case .zsh: ZshCompletion(declaration).text
    }
  }
}

/// What a shell offers in a value's or an argument's place.
enum CompletedValue: Equatable {
  case words([String])
  case files
  /// Nobody but the person knows it.
  case nothing

  init(_ entry: HelpEntry) {
    self = entry.isPath ? .files : entry.choices.isEmpty ? .nothing : .words(entry.choices)
  }
}

extension CommandDeclaration {
  /// The names of options that a shell offers, with what they do; a flag that is on has its opposite.
  var completedOptions: [(name: String, help: String, value: CompletedValue?, isRepeated: Bool)] {
    let own = options.map { slot -> (String, String, CompletedValue?, Bool) in
      let entry = slot.entry
      let isOn = entry.isFlag && entry.shownDefault != nil
      return (
        isOn ? "no-\(slot.name)" : slot.name, isOn ? "not: \(entry.help)" : entry.help,
        entry.isFlag ? nil : CompletedValue(entry), entry.isRepeated
      )
    }
    return own + [(StandardOption.help.rawValue, StandardOption.help.explanation, nil, false)]
  }

  /// What a shell offers for arguments: files where any of them is one.
  var completedArgument: CompletedValue {
    let values = arguments.map { CompletedValue($0.entry) }
    return values.contains(.files) ? .files : values.first { $0 != .nothing } ?? .nothing
  }
}
