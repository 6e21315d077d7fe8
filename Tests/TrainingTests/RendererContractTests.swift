import JSON
import Testing

@testable import Training

@Suite struct RendererContractTests {
  @Test("another renderer is refused with every difference and the way out")
  func refused() throws {
    let content = try sampleContent(step: 1)
    let saved = content.rendererContract
    try content.requireRenderer(saved, override: "pass --ignore-contract")
    let current: JSONValue = ["version": 2, "fonts": [["file": "a.ttf", "hash": "4567"], "b.ttf"], "next": 5]
    #expect { try content.requireRenderer(current, override: "pass --ignore-contract") } throws: { error in
      let text = "\(error)"
      return [
        "version: was 1, is 2", #"fonts[0].hash: was "0123", is "4567""#, #"fonts[1]: was absent, is "b.ttf""#,
        "next: was ", "or pass --ignore-contract",
      ].allSatisfy(text.contains)
    }
  }

  @Test(
    "differences are found at their places",
    arguments: [
      (1, 1, []), (1, 2, ["all: was 1, is 2"]), (["a": 1], ["a": 1], []),
      (["a": 1, "b": 2], ["b": 3, "c": nil], ["a: was 1, is absent", "b: was 2, is 3", "c: was absent, is null"]),
      ([[1, 2]], [[1]], ["[0][1]: was 2, is absent"]), (["a": [1]], ["a": ["b": 1]], [#"a: was [1], is {"b":1}"#]),
    ] as [(JSONValue, JSONValue, [String])])
  func differences(saved: JSONValue, current: JSONValue, lines: [String]) {
    #expect(JSONDifference.lines(saved, current) == lines)
  }
}
