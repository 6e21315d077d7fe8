import FoundationEssentials
import Images
import Testing

@testable import Reports

@Suite struct ContactSheetTests {
  func entries(_ count: Int, width: Int = 136, height: Int = 128) -> [ContactSheet.Entry] {
    (0..<count).map { number in
      let color = Color(red: UInt8(20 * number), green: 90, blue: 160)
      return ContactSheet.Entry(
        image: PixelImage(width: width, height: height, filledWith: color), score: 0.9 - 0.07 * Float(number))
    }
  }

  @Test(arguments: [0, 1, 5, 6, 10]) func growsByRowsOfFive(count: Int) throws {
    let page = MadeUpReport.page(1)
    let sheet = try ContactSheet(page: page, pageColumns: 14, entries: entries(count)).image
    let empty = try ContactSheet(page: page, pageColumns: 14, entries: []).image
    #expect(sheet.width == empty.width)
    #expect((sheet.height - empty.height + 24) % ((count + 4) / 5 == 0 ? 24 : (count + 4) / 5) == 0)
    #expect(try PNG.decode(PNG.encode(sheet)) == sheet)
  }

  @Test func showsEveryImageInItsPlace() throws {
    let sheet = try ContactSheet(page: nil, entries: entries(7)).image
    for (index, entry) in entries(7).enumerated() {
      let (column, row) = (24 + index % 5 * 160 + 72, 24 + index / 5 * (sheet.height - 24) / 2 + 72)
      let start = (row * sheet.width + column) * 3
      #expect(Array(sheet.pixels[start..<start + 3]) == Array(entry.image.pixels[0..<3]), "image \(index)")
    }
  }

  @Test(arguments: [(1, 1), (1, 900), (900, 1), (40, 30)]) func imagesOfAnyShapeFit(width: Int, height: Int) throws {
    let sheet = try ContactSheet(page: nil, entries: entries(2, width: width, height: height)).image
    #expect(sheet.width == 24 * 2 + 5 * 144 + 4 * 16)
  }

  @Test func aPageWiderThanTheImagesWidensTheSheet() throws {
    var page = MadeUpReport.page(1)
    page.columns[0] = 99
    #expect(try ContactSheet(page: page, entries: entries(1)).image.width == 48 + 100 * 16)
  }

  @Test func scoresAreDrawnInDigits() throws {
    let same = try ContactSheet(page: nil, entries: entries(1)).image
    var other = entries(1)
    other[0].score = 0.123
    #expect(try ContactSheet(page: nil, entries: other).image != same)
    var canvas = Canvas(width: 12, height: 7, color: .white)
    DigitStrip.draw("1-", left: 0, top: 0, scale: 1, .black, on: &canvas)
    let rows = (0..<7).map { row in
      String((0..<12).map { canvas.image.pixels[(row * 12 + $0) * 3] == 0 ? "#" : "." })
    }
    #expect(
      rows == [
        "..#.........", ".##.........", "..#.........", "..#...#####.", "..#.........", "..#.........", ".###........",
      ])
  }

  @Test func blankPlacesOfAPageAreHatchedAndPatchesKeepTheirPixels() {
    let page = MadeUpReport.page(2)
    let image = PageImage(page, columns: 14).image
    #expect((image.width, image.height) == (14 * 16, 2 * 16))
    // The first row of the last patch, row 1, column 8.
    let last = page.count - 1
    let (top, left) = (Int(page.rows[last]) * 16, Int(page.columns[last]) * 16)
    let start = (top * image.width + left) * 3
    let (patch, shown) = (last * page.patchWidth, Array(image.pixels[start..<start + 48]))
    #expect(shown == Array(page.pixels[patch..<patch + 48]))
    #expect(Set(image.pixels[(4 * 16 * 3)..<(5 * 16 * 3)]) == [208, 240, 242])
  }

  @Test func anEmptyPageIsOneBlankPlace() {
    let image = PageImage(PatchSequence(patchSize: 8)).image
    #expect((image.width, image.height) == (8, 8))
  }

  @Test func resultsAreATableForATerminal() {
    let table = SearchResult.table([
      SearchResult(score: 0.8126, id: "U+2764", name: "红心"),
      SearchResult(score: -0.05, id: "U+1F5A4", name: "\u{1B}[31mred"),
    ])
    #expect(
      table.text() == """
        #   score  name      id
        ─  ──────  ────────  ───────
        1   0.813  红心      U+2764
        2  -0.050  \u{FFFD}[31mred  U+1F5A4
        """)
  }
}
