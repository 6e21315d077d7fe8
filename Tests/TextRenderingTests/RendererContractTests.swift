import Testing

@testable import TextRendering

@Suite struct RendererContractTests {
  @Test("A contract survives its JSON")
  func roundTrip() throws {
    let contract = try Rendering().renderer.contract
    let copy = try RendererContract(json: contract.json)
    #expect(copy == contract)
    #expect(copy.differences(from: contract).isEmpty)
    #expect(contract.fonts.count > 100)
    #expect(contract.fonts.allSatisfy { $0.hash.utf8.count == 16 || $0.hash == "absent" })
  }

  @Test("Differences are sentences")
  func differences() throws {
    let contract = try Rendering().renderer.contract
    let other = try Rendering(RendererOptions(rows: 7, ink: 3)).renderer.contract
    #expect(
      contract.differences(from: other) == [
        "The option rows is 14 here and 7 there.", "The option ink is 0 here and 3 there.",
      ])
    var fonts = contract
    fonts.fonts[0].hash = "0000000000000000"
    fonts.fonts.removeLast()
    let sentences = contract.differences(from: fonts)
    #expect(sentences.count == 2)
    #expect(sentences[0].contains(contract.fonts[0].file))
    var sample = contract
    sample.sample = "0"
    #expect(contract.differences(from: sample).count == 1)
  }

  @Test("What is not a contract is explained", arguments: ["", "{}", #"{"version": 1, "options": {"rows": 0}}"#])
  func mistakes(json: String) {
    #expect(throws: RenderingError.self) { try RendererContract(json: json) }
  }

  @Test("Equal bytes hash equally, others do not")
  func hash() {
    #expect(RendererContract.hexadecimal(0xAB) == "00000000000000ab")
  }
}
