/// What an executable or a subcommand takes, known without running it: pages, completions and complaints are made of it.
struct CommandDeclaration {
  /// As it is typed: "clippo-eval retrieval".
  let title: String
  let name: String
  let summary: String
  let examples: [CommandExample]
  let slots: [NamedSlot]
  let subcommands: [CommandDeclaration]
  /// Name of the subcommand that is meant where none is named.
  let defaultName: String?
  /// Whether it stands at the beginning of a line.
  let isExecutable: Bool

  /// - Parameter parent: the title of the executable that `type` is a subcommand of.
  static func of<C: Command>(_ type: C.Type, under parent: String? = nil) -> CommandDeclaration {
    let title = parent.map { "\($0) \(C.name)" } ?? C.name
    let suite = type as? any CommandSuite.Type
    return CommandDeclaration(
      title: title, name: C.name, summary: C.summary, examples: C.examples, slots: NamedSlot.all(of: C()),
      subcommands: suite.map { $0.subcommands.map { of($0, under: title) } } ?? [],
      defaultName: suite?.defaultSubcommand?.name, isExecutable: parent == nil)
  }

  var arguments: [NamedSlot] { slots.filter(\.slot.isPositional) }
  var options: [NamedSlot] { slots.filter { !$0.slot.isPositional } }

  /// The subcommand that is meant where none is named.
  var defaultSubcommand: CommandDeclaration? { subcommands.first { $0.name == defaultName } }

  func takes(option name: String) -> Bool { options.contains { $0.name == name } }
}
