import Console
import JSON

/// What `clippo-bench search` prints and writes.
struct SearchReport {
  let benchmark: SearchBenchmark
  /// What `bench/peers/numpy_search.py` printed; nil where no peer was asked.
  let peer: JSONValue?

  init(_ benchmark: SearchBenchmark, peer: String?) throws {
    self.benchmark = benchmark
    self.peer = try peer.map { command in
      let line =
        "\(command) --vectors \(benchmark.count) --width \(benchmark.width) --queries \(benchmark.queryCount)"
        + " --top \(benchmark.top) --threads \(benchmark.pool.threads) --seed \(benchmark.seed)"
      return try JSONValue(parsing: Shell.output(of: line), source: "the peer")
    }
  }

  func text() -> String {
    var table = TextTable([
      .left("search"), .right("1 query, ms"), .right("\(benchmark.queryCount) queries, ms"), .right("found"),
      .right("times as fast as the peer"),
    ])
    for result in benchmark.results {
      let ratio = peer?["many_ms"]?.doubleValue.map { NumberText.fixed($0 / result.many, decimals: 1) } ?? "–"
      table.add([
        result.name, NumberText.fixed(result.one, decimals: 2), NumberText.fixed(result.many, decimals: 1),
        NumberText.fixed(100 * result.recall, decimals: 1) + " %", ratio,
      ])
    }
    var lines = [table.text()]
    let memory = NumberText.fixed(Double(benchmark.peakBytes) / Double(max(1, benchmark.vectorBytes)), decimals: 2)
    lines.append(
      "\(NumberText.thousands(benchmark.count)) vectors of \(benchmark.width); memory after exact searches \(memory) × the vectors; opened and checked in \(NumberText.fixed(benchmark.openSeconds, decimals: 2)) s"
    )
    if benchmark.graphSeconds > 0 {
      lines.append("graph linked in \(NumberText.duration(seconds: benchmark.graphSeconds))")
    }
    if let peer, let one = peer["one_ms"]?.doubleValue, let many = peer["many_ms"]?.doubleValue {
      lines.append(
        "peer: \(NumberText.fixed(one, decimals: 2)) ms (\(peer["one_way"]?.stringValue ?? "")), \(NumberText.fixed(many, decimals: 1)) ms (\(peer["many_way"]?.stringValue ?? ""))"
      )
    }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    [
      "machine": Machine().json, "vectors": .integer(benchmark.count), "width": .integer(benchmark.width),
      "queries": .integer(benchmark.queryCount), "top": .integer(benchmark.top),
      "threads": .integer(benchmark.pool.threads), "open_seconds": .number(benchmark.openSeconds),
      "graph_seconds": .number(benchmark.graphSeconds), "peak_bytes": .integer(benchmark.peakBytes),
      "vector_bytes": .integer(benchmark.vectorBytes), "first": .array(benchmark.first.map { .integer($0) }),
      "results": .array(
        benchmark.results.map {
          [
            "name": .string($0.name), "one_ms": .number($0.one), "many_ms": .number($0.many),
            "recall": .number($0.recall),
          ]
        }), "peer": peer ?? .null,
    ]
  }
}
