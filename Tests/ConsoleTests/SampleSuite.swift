import Console

/// A command of several, of which one is meant where none is named.
struct SampleSuite: CommandSuite {
  static let name = "suite"
  static let summary = "Does several things."
  static var subcommands: [any Command.Type] { [Find.self, Weigh.self, Copy.self] }
  static var defaultSubcommand: (any Command.Type)? { Find.self }
  static let replacedOptions = ["scales": "suite weigh FILE"]

  struct Find: Command {
    static let name = "find"
    static let summary = "Finds things."
    static let examples = [CommandExample("suite find cat", "a cat")]
    @Argument("what to find") var texts: [String] = []
    @Option("how many") var top = 10
    @Option("text that it should not be like") var negative: String?
    func run() throws { throw CommandError("found \(texts.joined(separator: "+")), \(top)") }
  }

  struct Weigh: Command {
    static let name = "weigh"
    static let summary = "Weighs [things]: it's quick."
    @Argument("what to weigh") var file: FilePath = ""
    @Option("in what it is weighed") var unit = Unit.gram
    @Option("where the weight is written", required: true) var out: FilePath = ""
    @Option("tare first") var tare = true
    enum Unit: String, CaseIterable, OptionValue { case gram, ounce }
    func validate() throws { if out == file { throw UsageError("--out is the file itself") } }
    func run() throws { throw CommandError("weighed \(file)") }
  }

  struct Copy: Command {
    static let name = "copy"
    static let summary = "Copies things."
    @Option("how many") var copies = 1
    @Option("in what it is weighed") var unit = "gram"
    func run() {}
  }
}

/// The same without a subcommand that is meant by default, and with names of before.
struct StrictSuite: CommandSuite {
  static let name = "strict"
  static let summary = "Does what is named."
  static var subcommands: [any Command.Type] { [SampleSuite.Weigh.self, SampleSuite.Copy.self] }
  static let renamedSubcommands = ["clone": "copy"]
}
