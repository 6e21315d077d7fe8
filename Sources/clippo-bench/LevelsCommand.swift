import Console
import Runtime

struct LevelsCommand: Command {
  static let name = "levels"
  static let summary = "The sets of instructions that this machine can run: values of CLIPPO_CPU_LEVEL, one per line."
  static let examples = [CommandExample("clippo-bench levels | cut -f1", "what a script may set")]

  /// A number, a tab and what it stands for.
  func run() {
    for level in ProcessorLevel.available { StandardStream.output.writeLine("\(level.rawValue)\t\(level.name)") }
  }
}
