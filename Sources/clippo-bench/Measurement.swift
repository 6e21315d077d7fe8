import Console
import Tensors

/// What was measured of one case.
struct Measurement {
  let stepCase: StepCase
  let pairsPerSecond: Double
  /// The other program's rate, measured right after ours.
  let peerPairsPerSecond: Double?

  init(_ stepCase: StepCase, backend: CPUBackend, steps: Int, peer: PeerProgram?) throws {
    self.stepCase = stepCase
    let seconds = try StepBenchmark(stepCase: stepCase, backend: backend).secondsPerStep(steps: steps)
    pairsPerSecond = Double(stepCase.pairs) / seconds
    peerPairsPerSecond = try peer?.pairsPerSecond(stepCase)
  }

  private var gigaflops: Double { stepCase.operations / Double(stepCase.pairs) * pairsPerSecond / 1e9 }

  var json: JSONValue {
    var members: [JSONMember] = [
      JSONMember("case", .string(stepCase.name)), JSONMember("precision", .string(stepCase.activation.rawValue)),
      JSONMember("batch", .integer(stepCase.pairs)), JSONMember("pairs_per_second", .number(pairsPerSecond)),
      JSONMember("gigaflops", .number(gigaflops)),
    ]
    if let peerPairsPerSecond {
      members.append(JSONMember("peer_pairs_per_second", .number(peerPairsPerSecond)))
      members.append(JSONMember("ratio", .number(pairsPerSecond / peerPairsPerSecond)))
    }
    return .object(members)
  }

  static func table(_ measurements: [Measurement]) -> TextTable {
    var table = TextTable([
      .left("case"), .left("precision"), .right("batch"), .right("pairs/s"), .right("GFLOP/s"), .right("peer"),
      .right("ratio"),
    ])
    for measurement in measurements {
      let peer = measurement.peerPairsPerSecond
      table.add([
        measurement.stepCase.name, measurement.stepCase.activation.rawValue, "\(measurement.stepCase.pairs)",
        NumberText.fixed(measurement.pairsPerSecond, decimals: 1), NumberText.fixed(measurement.gigaflops, decimals: 0),
        peer.map { NumberText.fixed($0, decimals: 1) } ?? "–",
        peer.map { NumberText.fixed(measurement.pairsPerSecond / $0, decimals: 2) } ?? "–",
      ])
    }
    return table
  }
}
