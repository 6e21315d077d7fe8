import Console
import Search

struct SearchCommand: Command {
  static let name = "search"
  static let summary = "Made-up vectors searched in every way: exactly, by bytes, by a graph."
  static let examples = [
    CommandExample(
      "clippo-bench search --peer 'python3 bench/peers/numpy_search.py'", "a million vectors, against numpy")
  ]

  @Option("vectors that are searched", in: 1000...100_000_000) var vectors = 1_000_000
  @Option("values of a vector", in: 1...4096) var width = 256
  @Option("queries at once", in: 1...10_000) var queries = 100
  @Option("vectors that are found of each query", in: 1...1000) var top = 10
  @Option("worker threads", in: 1...256) var threads = 2
  @Option("rounds that are timed", in: 1...1000) var steps = 7
  @Option("candidates that a search of the graph keeps in view; 0 makes no graph", name: "ef-search")
  var efSearches = CommaSeparated([64, 128, 256])
  @Option("neighbors of a vector in the graph", in: 4...128, name: "hnsw-m") var hnswM = 16
  @Option("candidates that neighbors are chosen among", in: 16...2000, name: "ef-construction") var efConstruction = 200
  @Option("folder that the index lies in while it is searched") var scratch: FilePath = "/tmp"
  @Option("command of another program that searches the same vectors") var peer: String?
  var results = ResultsOption()

  func run() throws {
    var benchmark = try SearchBenchmark(
      count: vectors, width: width, queries: queries, top: top, threads: threads, seed: 0)
    try benchmark.run(
      in: scratch.string, efSearches: efSearches.elements.filter { $0 > 0 },
      options: GraphOptions(links: hnswM, efConstruction: efConstruction), repeats: steps)
    let report = try SearchReport(benchmark, peer: peer)
    StandardStream.output.writeLine(report.text())
    try results.write(report.json, to: "search.json")
  }
}
