import JSON
import Recipes
import Runtime
import Testing

@Suite("Profiles as tables and traces")
struct ProfileReportTests {
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
