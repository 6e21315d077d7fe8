import Console

extension Comparison {
  /// Everything, for programs.
  public var json: JSONValue {
    [
      "title": .string(title), "warnings": .array(warnings.map { .string($0) }), "arms": .array(arms.map(\.json)),
      "recall": .array(
        rows.map { row in
          [
            "split": .string(row.split), "language": .string(row.language),
            "direction": .string(row.direction == .textToImage ? "t2i" : "i2t"), "queries": .integer(row.queries),
            "gallery": .integer(row.gallery), "chance": Self.numbers(row.chance),
            "arms": .array(zip(arms, row.cells).map { Self.json($0, $1) }),
          ]
        }),
    ]
  }

  private static func json(_ arm: ComparedArm, _ cell: Cell) -> JSONValue {
    var members: [JSONMember] = [
      JSONMember("arm", .string(arm.name)), JSONMember("recall", numbers(cell.percent)),
      JSONMember("r1_of_runs", numbers([cell.spread.lowerBound, cell.spread.upperBound])),
    ]
    for (depth, difference) in zip(testedDepths, cell.differences ?? []) {
      members.append(
        JSONMember(
          "r\(depth)_more",
          [
            "points": number(difference.points),
            "interval": numbers([difference.interval.lowerBound, difference.interval.upperBound]),
            "p": number(difference.probability),
          ]))
    }
    return .object(members)
  }

  fileprivate static func numbers(_ values: [Double]) -> JSONValue { .array(values.map(number)) }
  fileprivate static func number(_ value: Double) -> JSONValue { .number((value * 10_000).rounded() / 10_000) }
}

extension ComparedArm {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "about": .string(about),
      "parameters": .object(parameters.map { JSONMember($0.part, .integer($0.count)) }),
      "flop_per_pair": .number(operationsPerPair.rounded()), "batch": .integer(batch),
      "captions": .array(
        lengths.map {
          [
            "language": .string($0.language), "captions": .integer($0.captions),
            "mean_tokens": Comparison.number($0.mean), "tokens_95": .integer($0.high), "cut": .integer($0.cut),
          ]
        }),
      "runs": .array(
        runs.map {
          [
            "seed": .integer($0.seed), "steps": .integer($0.steps), "train_seconds": Comparison.number($0.seconds),
            "pairs_per_second": Comparison.number($0.pairsPerSecond),
            "peak_memory_bytes": .integer($0.peakMemoryBytes), "checkpoint_bytes": .integer($0.checkpointBytes),
          ]
        }),
    ]
  }
}
