import Console
import Models
import Tensors

@main
struct ClippoBench: Command {
  static let name = "clippo-bench"
  static let summary = "Measures training steps on synthetic pairs."

  @Option("width of the tower") var width = 192
  @Option("blocks of the tower") var depth = 6
  @Option("attention heads") var heads = 3
  @Option("pixels a side of a photo") var image = 96
  @Option("pixels a side of a patch") var patch = 16
  @Option("pairs in a batch") var batch = 256
  @Option("patches of a page; 0 means as many as a photo has") var pageTokens = 0
  @Option("compute in float32 rather than bfloat16") var float32 = false
  @Option("steps measured") var steps = 5
  @Option("worker threads") var threads = 2

  mutating func run() throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: threads))
    let side = image / patch
    let configuration = TowerConfiguration(
      width: width, depth: depth, heads: heads, patch: patch, embedding: 256, gridRows: max(14, side),
      gridColumns: max(14, side))
    let benchmark = StepBenchmark(
      configuration: configuration, pairs: batch, tokensPerImage: side * side,
      tokensPerPage: pageTokens == 0 ? side * side : pageTokens, activation: float32 ? .float32 : .bfloat16)
    let result = try benchmark.run(steps: steps, backend: backend)
    print(
      "\(NumberText.fixed(Double(batch) / result.secondsPerStep, decimals: 1)) pairs/s, "
        + "\(NumberText.fixed(result.operations / result.secondsPerStep / 1e9, decimals: 0)) GFLOP/s, "
        + "peak \(NumberText.bytes(result.peakBytes)), loss \(result.loss)")
  }
}
