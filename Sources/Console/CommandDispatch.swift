import Runtime

@preconcurrency import Glibc

/// From the words of a command line to the work of the command or subcommand that they name.
struct CommandDispatch {
  let executable: String
  let output: (String) -> Void
  /// Whether the words are checked and nothing is done.
  var isParsedOnly = false

  func perform<C: Command>(_ type: C.Type, _ words: ArraySlice<String>) throws {
    if let first = words.first, first == "--completion" || first.hasPrefix("--completion=") {
      return try output(Shell.named(by: words).script(for: .of(type)))
    }
    if words.first == "--parse-only", !isParsedOnly {
      let checking = CommandDispatch(executable: executable, output: output, isParsedOnly: true)
      return try checking.perform(type, words.dropFirst())
    }
    if let suite = type as? any CommandSuite.Type { return try choose(in: suite, words) }
    try run(type, words, advice: WordAdvice(title: C.name))
  }

  private func choose<S: CommandSuite>(in suite: S.Type, _ given: ArraySlice<String>) throws {
    var words = given
    let isHelp = words.first == "help"
    if isHelp { words.removeFirst() }
    let named = words.first.flatMap { first in S.subcommands.first { $0.name == first } }
    if isHelp {
      if words.elementsEqual(["--help"]) || words.elementsEqual(["-h"]) { return page(suite) }
      guard words.count <= 1 else { throw UsageError("help explains one subcommand at a time") }
      if let word = words.first, named == nil { throw Self.unknown(word, in: suite) }
      if let named { page(named, under: executable) } else { page(suite) }
      return
    }
    let advice = WordAdvice(suite, called: named)
    if let named { return try run(named, words.dropFirst(), advice: advice) }
    if let word = words.first, !word.hasPrefix("-"), S.defaultSubcommand.map({ !Self.takesWords($0) }) ?? true {
      throw Self.unknown(word, in: suite)
    }
    let options = words.prefix { $0 != "--" }
    if options.contains("--help") || options.contains("-h") { return page(suite) }
    guard let implied = S.defaultSubcommand else { return try run(suite, words, advice: advice) }
    try run(implied, words, advice: advice)
  }

  private func run<C: Command>(_ type: C.Type, _ words: ArraySlice<String>, advice: WordAdvice) throws {
    var command = C()
    switch try CommandLineParser.parse(Array(words), into: NamedSlot.all(of: command), advice: advice) {
    case .help: page(type, under: C.name == executable ? nil : executable)
    case .version: output("\(executable) \(Version.text)")
    case .run:
      // A wish for a set of instructions is never ignored, whether or not the command needs them.
      try ProcessorLevel.checkWish()
      try command.validate()
      if !isParsedOnly { try command.run() }
    }
  }

  private func page<C: Command>(_ type: C.Type, under parent: String? = nil) {
    let columns = min(120, TerminalSize.current(STDOUT_FILENO).columns)
    output(HelpPage(.of(type, under: parent)).text(columns: columns))
  }

  private static func takesWords<C: Command>(_ type: C.Type) -> Bool { !CommandDeclaration.of(type).arguments.isEmpty }

  private static func unknown<S: CommandSuite>(_ word: String, in suite: S.Type) -> UsageError {
    if let name = S.renamedSubcommands[word] { return UsageError("\(word) is called \(name) now: \(S.name) \(name)") }
    let names = S.subcommands.map { $0.name }
    let nearest = Suggestion.nearest(word, in: names + S.renamedSubcommands.keys.sorted())
    let meant = nearest.map { S.renamedSubcommands[$0] ?? $0 }
    let advice = meant.map { "did you mean \($0)?" } ?? "there are \(names.joined(separator: ", "))"
    return UsageError("there is no subcommand '\(word)'; \(advice)")
  }
}
