import Console
import Reports

/// Training steps of many shapes, each in a process of its own so that its memory is its own.
struct TrainCommand: Command {
  static let name = "train"
  static let summary = "Pairs per second of training steps of many shapes, their memory and their GEMM efficiency."
  static let examples = [
    CommandExample("clippo-bench train --case S/16:float32", "one case"),
    CommandExample("clippo-bench train --peer 'python3 torch_clippo.py'", "against PyTorch, taking turns"),
  ]

  @Option("only this case", name: "case") var only: String?
  @Option("steps timed in each case", in: 1...1000) var steps = 7
  @Option("command of another program that prints pairs/s for the same step") var peer: String?
  @Option("command of another program that trains on the embedded corpus, pages padded, and prints pairs/s")
  var runPeer: String?
  var captions = CaptionsOption()
  var results = ResultsOption()

  func validate() throws { _ = try TrainingCase.named(only) }

  func run() throws {
    let benchmark = TrainingBenchmark(
      stepPeer: peer.map(PeerProgram.init), runPeer: runPeer.map(PeerProgram.init), steps: steps,
      captions: captions.folder.string)
    let rows = try benchmark.rows(TrainingCase.named(only))
    StandardStream.output.writeLine(TrainingBenchmark.table(rows).text())
    for (name, value) in TrainingBenchmark.comparisons(rows) {
      StandardStream.output.writeLine("\(name): \(NumberText.fixed(value, decimals: 2))")
    }
    try results.write(TrainingBenchmark.json(rows), to: "train.json")
  }
}

/// Where lists of captions lie.
struct CaptionsOption: OptionGroup {
  @Option("folder of the lists of captions that are drawn", name: "captions") var folder: FilePath = "bench/captions"
}
