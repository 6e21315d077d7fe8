import Console
import Evaluation
import Recipes

@main
struct ClippoEval: Command {
  static let name = "clippo-eval"
  static let summary = "Recomputes the numbers of a run, or compares the model with another implementation."
  static let examples = [
    CommandExample("clippo-eval", "recall of the newest run"),
    CommandExample("clippo-eval --run runs/emoji-zh", "recall of that run, written to its summary.json again"),
    CommandExample("clippo-eval --convention chinese-clip", "the same as Chinese-CLIP's scripts count"),
    CommandExample("clippo-eval --golden one_tower.npz", "errors against recorded embeddings, loss and gradients"),
  ]

  @Option("folder of the run; the newest one under runs/ where it is left out", name: "run") var folder: FilePath?
  @Option("how recall is counted: as ours, or as a package's or a paper's numbers are") var convention =
    RetrievalConvention.clippo
  @Option("arrays that another implementation recorded (.npz)") var golden: FilePath?
  @Option("largest relative error that passes, with --golden", in: 0...1) var tolerance = 1e-4
  @Option("worker threads; 0 takes every core", in: 0...1024) var threads = 0

  @Option("evaluate although the fonts draw differently now") var anyRenderer = false

  func run() throws {
    if let golden {
      guard folder == nil else { throw UsageError("--run and --golden exclude each other") }
      let check = try GoldenCheck(file: golden.string, threads: threads)
      print(check.text())
      return try check.check(tolerance: tolerance)
    }
    let run = try folder.map { RunFolder(path: $0.string) } ?? RunFolder.newest()
    let options = LoadingOptions(threads: threads, anyRenderer: anyRenderer)
    guard convention == .clippo else {
      let (recall, file) = try RunEvaluation.run(run, convention: convention, options: options)
      print(recall.text(convention))
      return StandardStream.error.writeLine("the same in \(file)")
    }
    let recall = try RunEvaluation.run(run, options: options)
    print(recall.text())
    StandardStream.error.writeLine("\(run.path): summary.json and report.html are written anew")
  }
}

extension RetrievalConvention: OptionValue {}
