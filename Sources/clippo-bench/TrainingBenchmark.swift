import Console
import FoundationEssentials
import JSON

/// Every training case, each in a process of its own, beside other programs in the same minutes.
struct TrainingBenchmark {
  /// Makes the steps in which every patch is computed.
  let stepPeer: PeerProgram?
  /// Trains on the embedded corpus, pages padded.
  let runPeer: PeerProgram?
  let steps: Int
  let captions: String

  struct Row {
    let trainingCase: TrainingCase
    let ours: TrainingCaseResult
    let peer: (pairsPerSecond: Double, gigabytes: Double?)?
  }

  func rows(_ cases: [TrainingCase]) throws -> [Row] {
    try cases.map { trainingCase in
      StandardStream.error.writeLine("\(trainingCase.key) …")
      return Row(trainingCase: trainingCase, ours: try ours(trainingCase), peer: try peer(trainingCase))
    }
  }

  private func ours(_ trainingCase: TrainingCase) throws -> TrainingCaseResult {
    let line =
      "/proc/\(ProcessInfo.processInfo.processIdentifier)/exe case --case '\(trainingCase.key)' --steps \(steps) "
      + "--captions '\(captions)'"
    let json = try JSONValue(parsing: try Shell.output(of: line))
    func number(_ name: String) throws -> Double {
      guard let value = json[name]?.doubleValue else { throw CommandError("`\(line)` did not print \(name)") }
      return value
    }
    return TrainingCaseResult(
      pairsPerSecond: try number("pairs_per_second"), tokens: Int(try number("tokens")),
      gigaflops: try number("gigaflops"), peakBytes: Int(try number("peak_bytes")),
      productGigaflops: try number("product_gigaflops"))
  }

  /// The faster of eager and compiled, where another program can do the same.
  private func peer(_ trainingCase: TrainingCase) throws -> (pairsPerSecond: Double, gigabytes: Double?)? {
    if let words = trainingCase.peerArguments, trainingCase.threads == 0, let stepPeer {
      let runs = try [[], ["--compile"]].map { try stepPeer.run(words + $0) }
      let fastest = runs.max { $0.pairsPerSecond < $1.pairsPerSecond }
      return fastest.map { ($0.pairsPerSecond, runs.compactMap(\.gigabytes).min()) }
    }
    if case .corpus(joined: 1) = trainingCase.batches, trainingCase.threads == 0, let runPeer {
      return try runPeer.run(["--batch", "\(trainingCase.pairs)", "--seconds", "30"])
    }
    return nil
  }

  static func table(_ rows: [Row]) -> TextTable {
    var table = TextTable([
      .left("case"), .right("pairs"), .right("tokens"), .right("pairs/s"), .right("GFLOP/s"), .right("GEMM efficiency"),
      .right("memory"), .right("peer pairs/s"), .right("memory"), .right("faster"), .right("memory of it"),
    ])
    for row in rows {
      let memory = Double(row.ours.peakBytes) / 1e9
      table.add([
        row.trainingCase.key, "\(row.trainingCase.pairs)", "\(row.ours.tokens)",
        NumberText.fixed(row.ours.pairsPerSecond, decimals: 1), NumberText.fixed(row.ours.gigaflops, decimals: 0),
        NumberText.fixed(100 * row.ours.gigaflops / row.ours.productGigaflops, decimals: 0) + " %",
        NumberText.fixed(memory, decimals: 2) + " GB",
        row.peer.map { NumberText.fixed($0.pairsPerSecond, decimals: 1) } ?? "–",
        row.peer?.gigabytes.map { NumberText.fixed($0, decimals: 2) + " GB" } ?? "–",
        row.peer.map { NumberText.fixed(row.ours.pairsPerSecond / $0.pairsPerSecond, decimals: 2) + " ×" } ?? "–",
        row.peer?.gigabytes.map { NumberText.fixed(memory / $0, decimals: 2) } ?? "–",
      ])
    }
    return table
  }

  /// What two cases say together.
  static func comparisons(_ rows: [Row]) -> [(name: String, value: Double)] {
    func rate(_ key: String) -> Double? { rows.first { $0.trainingCase.key == key }?.ours.pairsPerSecond }
    func ratio(_ name: String, _ over: String, _ under: String) -> (name: String, value: Double)? {
      guard let above = rate(over), let below = rate(under) else { return nil }
      return (name, above / below)
    }
    return [
      ratio("S/16, all threads over one", "S/16:bfloat16", "S/16:bfloat16:1t"),
      ratio("training run, all threads over one", "run:bfloat16", "run:bfloat16:1t"),
      ratio("S/16, blank patches dropped over all patches", "S/16-inked:bfloat16", "S/16:bfloat16"),
      ratio("S/16, bfloat16 over float32", "S/16:bfloat16", "S/16:float32"),
      ratio("cost of a pair at batch 8,192 over batch 64", "run-64:bfloat16", "run-8192:bfloat16"),
      ratio("the same in less memory", "run-64:bfloat16", "run-8192-small:bfloat16"),
    ].compactMap { $0 }
  }

  static func json(_ rows: [Row]) -> JSONValue {
    let cases = rows.map { row -> JSONValue in
      var members: [JSONMember] = [
        JSONMember("case", .string(row.trainingCase.key)), JSONMember("pairs", .integer(row.trainingCase.pairs)),
        JSONMember("ours", row.ours.json),
      ]
      if let peer = row.peer {
        members.append(JSONMember("peer_pairs_per_second", .number(peer.pairsPerSecond)))
        if let gigabytes = peer.gigabytes { members.append(JSONMember("peer_gigabytes", .number(gigabytes))) }
      }
      return .object(members)
    }
    return [
      "machine": Machine().json, "cases": .array(cases),
      "comparisons": .object(comparisons(rows).map { JSONMember($0.name, .number($0.value)) }),
    ]
  }
}
