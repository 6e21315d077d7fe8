import Application
import Console

/// The engine against arrays that another implementation recorded.
struct GoldenCommand: Command {
  static let name = "golden"
  static let summary = "Errors against embeddings, loss and gradients that another implementation recorded."
  static let examples = [CommandExample("clippo-eval golden one_tower.npz", "of one tower")]

  @Argument("recorded arrays (.npz)") var file: FilePath = ""
  @Option("largest relative error that passes", in: 0...1) var tolerance = 1e-4
  @Option("worker threads; 0 takes every core", in: 0...1024) var threads = 0

  func run() throws {
    let check = try GoldenCheck(file: file.string, threads: threads)
    StandardStream.output.writeLine(check.text())
    try check.check(tolerance: tolerance)
  }
}
