import Console
import Testing

@testable import Tensors

@Suite("Profiles")
struct ProfileTests {
  @Test func operationsAreNotedWithTheirSizes() throws {
    let profile = Profile()
    let backend = try CPUBackend(pool: try ThreadPool(threads: 1), profile: profile)
    let x = try backend.zeros([3, 4], .float32)
    let y = try backend.zeros([3, 5], .float32)
    for _ in 0..<2 {
      try backend.kernels.linear(y, x, weight: try backend.zeros([4, 5], .float32), bias: nil)
    }
    try backend.kernels.scale(y, y, by: 2)
    #expect(Set(profile.totals.map(\.name)) == ["linear", "scale"])
    let linear = try #require(profile.totals.first { $0.name == "linear" })
    #expect(linear.calls == 2 && linear.operations == 2 * 2 * 3 * 4 * 5)
    #expect(profile.spans.map(\.name) == ["linear", "linear", "scale"])
    #expect(profile.spans.first?.detail == "[3, 4] · [4, 5]")
    #expect(zip(profile.spans, profile.spans.dropFirst()).allSatisfy { $0.start + $0.seconds <= $1.start + 1e-9 })
  }

  @Test func whatRunsBetweenStepsIsNotNoted() {
    let profile = Profile()
    profile.measure("before") {}
    for _ in 0..<3 {
      profile.step { profile.measure("inside") {} }
      profile.measure("between") {}
    }
    #expect(profile.totals.map { [$0.name: $0.calls] }.contains(["inside": 3]))
    #expect(!profile.totals.contains { $0.name == "between" })
    #expect(profile.steps.count == 3)
    let none: Profile? = nil
    #expect(none.step { none.measure("anything") { 7 } } == 7)
  }

  @Test func theTableHasEveryOperationAndTheRest() {
    let profile = Profile()
    profile.step { profile.measure("product", operations: 4e9) {} }
    let rows = profile.table().rows
    #expect(rows.map { $0[0] } == ["product", "everything else"])
    #expect(rows[0][1] == "1.0" && rows[0][4] != "–" && rows[1][4] == "–")
  }

  @Test func theTraceIsWhatViewersRead() throws {
    let profile = Profile()
    profile.measure("a \"quoted\" name", operations: 10, detail: "[2]") {}
    let trace = try JSONValue(parsing: profile.traceJSON.compactText)
    let event = try #require(trace["traceEvents"]?.arrayValue?.first)
    #expect(event["name"]?.stringValue == "a \"quoted\" name")
    #expect(event["ph"]?.stringValue == "X")
    #expect(try #require(event["ts"]?.doubleValue) >= 0 && #require(event["dur"]?.doubleValue) >= 0)
    #expect(event["args"]?["sizes"]?.stringValue == "[2]")
  }
}
