import Console
import JSON
import Runtime

extension Profile {
  /// Where the time of a step goes, operation by operation, the longest first.
  public func table() -> TextTable {
    let (steps, stepSeconds) = steps
    var totals = totals
    let noted = totals.reduce(0) { $0 + $1.seconds }
    var rest = Total(name: "everything else")
    rest.seconds = max(0, stepSeconds - noted)
    totals.append(rest)
    let all = max(noted, stepSeconds)
    var table = TextTable([
      .left("operation"), .right("calls"), .right("ms per step"), .right("share"), .right("GFLOP/s"),
    ])
    for total in totals {
      table.add([
        total.name, NumberText.fixed(Double(total.calls) / Double(max(1, steps)), decimals: 1),
        NumberText.fixed(total.seconds / Double(max(1, steps)) * 1e3, decimals: 2),
        NumberText.fixed(100 * total.seconds / max(all, 1e-9), decimals: 1) + " %",
        total.operations > 0 ? NumberText.fixed(total.operations / max(total.seconds, 1e-9) / 1e9, decimals: 0) : "–",
      ])
    }
    return table
  }

  /// The spans in the form that browsers' trace viewers open (the Trace Event Format's complete events, microseconds).
  public var traceJSON: JSONValue {
    let events = spans.map { span -> JSONValue in
      [
        "name": .string(span.name), "cat": "clippo", "ph": "X", "pid": 1, "tid": 1,
        "ts": .number((span.start * 1e6).rounded()), "dur": .number((span.seconds * 1e6).rounded()),
        "args": .object([
          JSONMember("sizes", .string(span.detail)),
          JSONMember("gigaflops", .number((span.operations / max(span.seconds, 1e-9) / 1e9).rounded())),
        ]),
      ]
    }
    return ["displayTimeUnit": "ms", "traceEvents": .array(events)]
  }
}
