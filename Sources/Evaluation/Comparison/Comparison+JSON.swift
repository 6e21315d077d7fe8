import Corpora
import JSON

extension Comparison {
  /// Everything but the images, for programs.
  public var json: JSONValue {
    [
      "title": .string(title), "warnings": .array((warnings + alike).map { .string($0) }),
      "models": .array(models.map(\.json)),
      "totals": .array(totals.map { json($0, "language") }), "recall": .array(rows.map { json($0, "language") }),
      "scripts": .array(scripts.map { json($0, "script") }),
      "unseen": .array(unseen.map { json($0, "language") }), "robustness": .array(robustness.map(json)),
      "tuning": .array(
        tuning.map { model in
          [
            "model": .string(model.model), "chosen": .string(model.chosen),
            "at_grid_boundary": .bool(model.isAtGridBoundary),
            "trials": .array(
              model.trials.map { ["set": .string($0.setting), "mean_recall": Self.number($0.meanRecall)] }),
          ]
        }),
    ]
  }

  private func json(_ row: Row, _ group: String) -> JSONValue {
    [
      "split": .string(row.split), group: .string(row.group),
      "direction": .string(row.direction == .textToImage ? "t2i" : "i2t"), "queries": .integer(row.queries),
      "gallery": row.gallery.map(JSONValue.integer) ?? .null, "chance": Self.numbers(row.chance),
      "models": .array(zip(models, row.cells).map { Self.json($0, $1) }),
    ]
  }

  private func json(_ row: RobustnessRow) -> JSONValue {
    [
      "change": .string(row.change.word), "language": row.language.map(JSONValue.string) ?? .null,
      "queries": .integer(row.queries),
      "models": .array(
        zip(models, row.cells).compactMap { model, cell in
          cell.map { cell in
            .object(
              [
                JSONMember("model", .string(model.name)), JSONMember("before", Self.numbers(cell.before)),
                JSONMember("after", Self.numbers(cell.after)),
              ]
                + zip(RobustnessRow.depths, cell.differences).map { Self.json($1, named: "r\($0)_delta") })
          }
        }),
    ]
  }

  private static func json(_ model: ComparedModel, _ cell: ComparedRecall) -> JSONValue {
    var members: [JSONMember] = [
      JSONMember("model", .string(model.name)), JSONMember("recall", numbers(cell.percent)),
      JSONMember("r1_of_runs", numbers([cell.spread.lowerBound, cell.spread.upperBound])),
    ]
    members += zip(ComparedRecall.testedDepths, cell.differences ?? []).map { json($1, named: "r\($0)_delta") }
    return .object(members)
  }

  private static func json(_ difference: PairedDifference, named name: String) -> JSONMember {
    JSONMember(
      name,
      [
        "points": number(difference.points),
        "interval": numbers([difference.interval.lowerBound, difference.interval.upperBound]),
        "p": number(difference.probability),
      ])
  }

  fileprivate static func numbers(_ values: [Double]) -> JSONValue { .array(values.map(number)) }
  fileprivate static func number(_ value: Double) -> JSONValue { .number((value * 10_000).rounded() / 10_000) }
}

extension ComparedModel {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "about": .string(about),
      "parameters": .object(parameters.map { JSONMember($0.part, .integer($0.count)) }),
      "flop_per_pair": .number(operationsPerPair.rounded()), "batch": .integer(batch),
      "captions": .array(
        lengths.map { Self.json($0, isUnseen: false) } + unseenLengths.map { Self.json($0, isUnseen: true) }),
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

  private static func json(_ lengths: CaptionLengths, isUnseen: Bool) -> JSONValue {
    [
      "language": .string(lengths.language), "captions": .integer(lengths.captions),
      "mean_tokens": lengths.mean.isFinite ? Comparison.number(lengths.mean) : .null,
      "tokens_p95": lengths.high.map(JSONValue.integer) ?? .null, "cut": .integer(lengths.cut),
      "unknown_share": Comparison.number(lengths.unknownShare), "unseen": .bool(isUnseen),
    ]
  }
}
