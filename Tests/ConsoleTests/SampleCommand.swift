import Console

enum Precision: String, CaseIterable, OptionValue { case automatic, float32, bfloat16 }

/// A command with one of everything.
struct SampleCommand: Command {
  static let name = "sample"
  static let summary = "does nothing with a great many options, so that the parser can be watched doing its work"
  static let examples = [CommandExample("sample 猫 --steps 10", "looks for cats ten times")]

  @Option("optimizer steps") var steps = 1000
  @Option("worker threads; 0 takes all", in: 0...1024) var threads = 0
  @Option("peak learning rate", in: 1e-9...10) var learningRate = 1e-3
  @Option("arithmetic of matrix products") var precision = Precision.automatic
  @Option("folder of the run") var out: FilePath?
  @Option("generator seed", in: 0...) var seed: Int?
  @Option("caption languages") var lang = CommaSeparated(["zh"])
  @Option("change a recipe field", placeholder: "key=value") var set: [String]
  @Option("print the plan and stop") var check = false
  @Option("augment the photos") var augment = true
  @Argument("what to look for") var query = ""
  @Argument("more of it") var others: [String]

  func run() throws {
    if query == "fail" { throw CommandError("the query failed; ask another") }
    if query == "stop" { throw Interrupted(signal: 2, "stopped") }
  }
}
