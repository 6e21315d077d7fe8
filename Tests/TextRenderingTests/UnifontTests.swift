import FoundationEssentials
import TestSupport
import Testing

@testable import TextRendering

@Suite("Unifont cells, as the original CLIPPO draws them") struct UnifontTests {
  let folder: TestSupport.TemporaryFolder
  let table: UnifontTable

  /// `a` 3 columns wide in columns 2…4, `b` in column 0 alone, `c` 16 columns wide, `d` in column 15 alone; a blank space.
  init() throws {
    folder = try TestSupport.TemporaryFolder()
    func narrow(_ row: String) -> String { String(repeating: row, count: 16) }
    let lines = [
      "0061:" + narrow("38"), "0062:" + narrow("80"), "0063:" + narrow("FFFF"), "0064:" + narrow("0001"),
      "0020:" + narrow("00"),
      "01F600:" + narrow("8001"),
    ]
    let path = folder.file("small.hex")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    table = try UnifontTable(hexFiles: [path])
  }

  private func page(_ text: String, _ options: UnifontOptions = UnifontOptions()) throws -> Page {
    try UnifontRenderer(table: table, options: options).page(for: text)
  }

  @Test("Letters are trimmed to a pixel on the left and four at least")
  func trimming() throws {
    let glyphs = try page("abcd").glyphs
    // a: columns 1…4; b: 0…3; c: 0…15; d: from column 14, cut at the cell's edge.
    #expect(glyphs.map(\.width) == [4, 4, 16, 2])
    #expect(glyphs.map(\.x) == [0, 4, 8, 24])
    let image = try page("a").canvas()
    #expect((0..<6).map { image.pixels[$0 * 3] } == [127, 0, 0, 0, 127, 127])
  }

  @Test("A space and an unknown letter are four blank pixels; only the letter is missing")
  func blanks() throws {
    let page = try page("b zb")
    #expect(page.glyphs.map(\.x) == [0, 12])
    #expect(page.truncation.missing == [0x7A: 1])
  }

  @Test("A letter's row is the width so far, itself included, divided by what the widest letter leaves")
  func rows() throws {
    // Eight columns of patches: 128 pixels. Letters of 4 pixels alone: 124 to a row; the 31st letter reaches 124.
    let options = UnifontOptions(rows: 14, columns: 8)
    let page = try page(String(repeating: "b", count: 70), options)
    #expect(page.lines.map(\.glyphs.count) == [30, 31, 9])
    let wide = try self.page("c" + String(repeating: "b", count: 40), options)
    // The widest is 16: 112 to a row. 16 + 24 letters are 112, so 23 letters stay in row 0.
    #expect(wide.lines.map(\.glyphs.count) == [24, 17])
  }

  @Test("A plain reference places random text in the same rows", arguments: 1...20)
  func reference(seed: UInt64) throws {
    var chance = Mutations(seed: seed)
    let text = (0..<200).map { _ in ["a", "b", "c", "d", " "][chance.below(5)] }.joined()
    let widths = text.map { $0 == "c" ? 16 : $0 == "d" ? 2 : 4 }
    let divisor = 96 - (widths.max() ?? 0)
    var sum = 0
    let rows = widths.map { width in
      sum += width
      return Int((Float(sum) / Float(divisor)).rounded(.down))
    }
    let page = try page(text, UnifontOptions(rows: 40, columns: 6))
    let inked = zip(text, rows).filter { $0.0 != " " }.map(\.1)
    #expect(page.glyphs.map { Int($0.y) / 16 } == inked)
    #expect(page.truncation.isEmpty)
  }

  @Test("What falls below the page, and beyond 768 characters, is counted")
  func truncation() throws {
    let page = try page(String(repeating: "b", count: 60), UnifontOptions(rows: 1, columns: 8))
    #expect(page.truncation.truncatedCharacters == 30 && page.truncation.truncatedLines == 1)
    #expect(
      try self.page(String(repeating: "b", count: 800), UnifontOptions(rows: 1024)).truncation.truncatedCharacters == 32
    )
  }

  @Test("Only A to Z are lowered")
  func lowercase() throws {
    #expect(try page("A").patches == (page("a").patches))
    #expect(try page("A", UnifontOptions(lowercase: false)).truncation.missing == [0x41: 1])
    #expect(
      try UnifontRenderer(table: .installed()).page(for: "Ж") != UnifontRenderer(table: .installed()).page(for: "ж"))
  }

  @Test("All patches are kept, or those with ink")
  func blankPatches() throws {
    #expect(try page("c").patches.count == 196)
    #expect(try page("c", UnifontOptions(keepBlankPatches: false)).patches.count == 1)
    #expect(try page("", UnifontOptions(keepBlankPatches: false)).patches.count == 1)
  }

  @Test("The distribution's fonts give cells of whole pixels", arguments: ["A", "字", "й", "ﷺ", "ก", "😀"])
  func fonts(letter: String) throws {
    let page = try UnifontRenderer(table: .installed()).page(for: letter)
    #expect(page.glyphs.count == letter.unicodeScalars.count && page.truncation.isEmpty)
    #expect(Set(page.patches.pixels) == [0, 127])
  }

  @Test("The letter A has the bits that Unifont publishes")
  func letterA() throws {
    let cell = try #require(try UnifontTable.installed().cell(of: 0x41))
    let published = try #require(UnifontTable.parse("0041:0000000018242442427E424242420000".utf8)).cell
    #expect(cell == published)
  }

  @Test(
    "A wrong file is explained",
    arguments: [
      "0041", "0041:00", "zz:" + String(repeating: "0", count: 32), "0041:" + String(repeating: "g", count: 32),
    ])
  func mistakes(line: String) throws {
    let path = folder.file("wrong.hex")
    try Data("# a comment\n\(line)\n".utf8).write(to: URL(filePath: path))
    let error = #expect(throws: RenderingError.self) { try UnifontTable(hexFiles: [path]) }
    #expect(error?.description.contains("\(path), line 2") == true)
  }

  @Test("The contract differs from the shaped one's on the same fonts")
  func contract() throws {
    let unifont = try UnifontRenderer(table: .installed()).contract
    let shaped = try TextRenderer(
      fonts: FontStack.load(from: FontStackTests.folder + "/compact.json"), options: unifont.options
    ).contract
    #expect(!unifont.differences(from: shaped).isEmpty)
    #expect(try RendererContract(json: unifont.json) == unifont)
    // Its pages follow none of the rules that later versions changed, so that older models may go on.
    #expect(unifont.version == 2)
  }
}
