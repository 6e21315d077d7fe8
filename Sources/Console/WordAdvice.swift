/// What is said of words that a command or subcommand does not take.
struct WordAdvice {
  /// What was called, as it is typed.
  let title: String
  /// The other subcommands of the executable.
  private let siblings: [CommandDeclaration]
  /// Whether no word named the subcommand.
  private let isImplied: Bool
  private let replaced: [String: String]

  /// Of a command that stands alone.
  init(title: String) {
    self.title = title
    siblings = []
    isImplied = false
    replaced = [:]
  }

  /// - Parameter called: the subcommand that was named; nil where the default one is meant.
  init<S: CommandSuite>(_ suite: S.Type, called: (any Command.Type)?) {
    let name = called?.name ?? S.defaultSubcommand?.name
    title = name.map { "\(S.name) \($0)" } ?? S.name
    siblings = CommandDeclaration.of(suite).subcommands.filter { $0.name != name }
    isImplied = called == nil
    replaced = S.replacedOptions
  }

  /// Of an option that is not among the names of `known`.
  func complaint(ofOption name: String, known: [String]) -> UsageError {
    if let now = replaced[name] { return UsageError("--\(name) is no option any more: \(now)") }
    func positive(_ name: String) -> String { name.hasPrefix("no-") ? String(name.dropFirst(3)) : name }
    let wished = positive(name)
    for (option, isOld) in [(name, false), (wished, false)] + RenamedOptions.names(of: wished).map({ ($0, true) }) {
      let said = isOld ? "--\(wished) is called --\(option) now" : "--\(option)"
      if isOld, known.contains(positive(option)) { return UsageError(said) }
      let owners = siblings.filter { $0.takes(option: option) }.map(\.name)
      guard !owners.isEmpty else { continue }
      return UsageError("\(said)\(isOld ? ", " : " is ")an option of \(place(of: owners))")
    }
    let nearest = Suggestion.nearest(name, in: known) ?? Suggestion.nearest(wished, in: known)
    return UsageError("unknown option --\(name); \(nearest.map { "did you mean --\($0)?" } ?? "--help lists them")")
  }

  /// "clippo-eval zeroshot or probe, not of clippo-eval retrieval".
  private func place(of owners: [String]) -> String {
    let executable = title.prefix { $0 != " " }
    let last = owners.last ?? ""
    let list = owners.count > 1 ? "\(owners.dropLast().joined(separator: ", ")) or \(last)" : last
    let instead = isImplied ? "; name the subcommand as the first word" : ", not of \(title)"
    return "\(executable) \(list)\(instead)"
  }

  /// Of an argument that is a subcommand's name and stands too late to be one.
  func complaint(ofArgument word: String, isFirst: Bool) -> UsageError? {
    guard isImplied, isFirst, let sibling = siblings.first(where: { $0.name == word }) else { return nil }
    return UsageError("'\(word)' is a subcommand only as the first word: \(sibling.title) …")
  }
}
