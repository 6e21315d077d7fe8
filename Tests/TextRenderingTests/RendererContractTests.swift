import Files
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

  @Test("Options under the names of earlier contracts are read")
  func formerNames() throws {
    let contract = try Rendering(RendererOptions(rows: 6, lineHeightPatches: 2, keepBlankPatches: true)).renderer
      .contract
    let former = contract.json.replacing("lineHeightPatches", with: "rowPatches")
      .replacing("keepBlankPatches", with: "keepBlank")
    #expect(former.contains("\"rowPatches\":2") && former.contains("\"keepBlank\":1"))
    #expect(try RendererContract(json: former) == contract)
  }

  @Test("Differences are sentences")
  func differences() throws {
    let contract = try Rendering().renderer.contract
    let other = try Rendering(RendererOptions(rows: 7, foreground: 3)).renderer.contract
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

  @Test("Another version says what changed, whichever is older")
  func versions() throws {
    let contract = try Rendering().renderer.contract
    var older = contract
    older.version = 2
    let there = contract.differences(from: older)
    #expect(there.count == 2 && there[0].contains("version 3 here and 2 there") && there[1].contains("Chinese"))
    let here = older.differences(from: contract)
    #expect(here.count == 2 && here[1] == there[1])
  }

  @Test(
    "The sample tells whether lines break by language, on pages of any width", arguments: [4, 6, 7, 8, 10, 14, 20, 24])
  func sample(columns: Int) throws {
    let renderer = try Rendering(RendererOptions(rows: 14, columns: columns, alignment: .word)).renderer
    let (language, quotes) = RenderingSample.arrangements[0]
    // By the rules of Unicode 16, as in ICU 76, lines break around quotation marks between ideographs in every language.
    let breaks = try (
      renderer.breaks(in: quotes, at: .line, language: language),
      renderer.breaks(in: quotes, at: .line, language: "und")
    )
    let pages = try (
      renderer.page(for: quotes, language: language).patches, renderer.page(for: quotes, language: "und").patches
    )
    #expect((pages.0 != pages.1) == (breaks.0 != breaks.1))
    if breaks.0 == breaks.1 { print("The sample's lines break alike in every language by this version of ICU") }
  }

  @Test("What is not a contract is explained", arguments: ["", "{}", #"{"version": 1, "options": {"rows": 0}}"#])
  func mistakes(json: String) {
    #expect(throws: RenderingError.self) { try RendererContract(json: json) }
  }

  @Test("Equal bytes hash equally, others do not")
  func hash() {
    #expect(Hexadecimal.text(0xAB) == "00000000000000ab")
  }
}
