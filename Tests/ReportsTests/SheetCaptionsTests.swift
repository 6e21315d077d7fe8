import Images
import Testing
import TextRendering

@testable import Reports

@Suite struct SheetCaptionsTests {
  @Test(arguments: [
    ("红色的心", "zh"), ("قلب أحمر", "ar"), ("red heart, and a name that needs more than two lines of room", "en"),
  ])
  func namesAreWrittenOnTheSheetsPaper(name: String, language: String) throws {
    let captions = try SheetCaptions(fonts: FontStack.load(from: nil))
    let caption = try captions.caption(for: name, language: language)
    #expect((caption.width, caption.height) == (ContactSheet.imageSide, 32))
    #expect(caption.pixels.first == ContactSheet.paperGray)
    #expect(caption.pixels.contains { $0 < 100 })
  }

  @Test func aSheetShowsItsCaptions() throws {
    let captions = try SheetCaptions(fonts: FontStack.load(from: nil))
    let image = PixelImage(width: 9, height: 9, filledWith: .black)
    let caption = try captions.caption(for: "红色的心", language: "zh")
    let sheet = try ContactSheet(
      page: nil, entries: [ContactSheet.Entry(image: image, score: 0.5, caption: caption)]
    ).image
    let bare = try ContactSheet(page: nil, entries: [ContactSheet.Entry(image: image, score: 0.5)]).image
    #expect(sheet.height == bare.height + caption.height + 8)
    // The caption stands below frame, gap, digits and gap.
    let row = ((24 + 144 + 8 + 14 + 8 + 8) * sheet.width + 24) * 3
    #expect(Array(sheet.pixels[row..<row + 144 * 3]) == Array(caption.pixels[8 * 144 * 3..<9 * 144 * 3]))
  }
}
