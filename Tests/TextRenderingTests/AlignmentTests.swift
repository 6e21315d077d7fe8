import Testing

@testable import TextRendering

@Suite("Words at patch edges")
struct AlignmentTests {
  let rendering: Rendering
  let plain: Rendering

  init() throws {
    rendering = try Rendering(RendererOptions(rows: 20, columns: 14, alignment: .word))
    plain = try Rendering(RendererOptions(rows: 20, columns: 14))
  }

  /// Patches of a page, without their places.
  static func patches(_ page: Page) -> [[UInt8]] {
    let width = page.patches.patchWidth
    return (0..<page.patches.count).map { Array(page.patches.pixels[$0 * width..<($0 + 1) * width]) }
  }

  @Test("A word makes the same patches wherever it stands", arguments: [("en", "red heart"), ("ru", "красное сердце")])
  func words(language: String, text: String) throws {
    let words = text.split(separator: " ").map(String.init)
    let together = Self.patches(try rendering.page(text, language))
    let apart = try words.flatMap { Self.patches(try rendering.page($0, language)) }
    #expect(together == apart)
    #expect(Self.patches(try plain.page(text, language)) != apart)
  }

  /// Every glyph with its distance from the edge of the patch it begins in. Ink may reach over an edge, so that whole
  /// patches need not be alike.
  static func places(_ page: Page) -> Set<[Int]> {
    Set(page.glyphs.map { [Int($0.glyph), Int($0.x + 1024) % 16] })
  }

  @Test("Right-to-left words begin at the right edge of a patch")
  func rightToLeft() throws {
    let together = Self.places(try rendering.page("قلب أحمر", "ar"))
    #expect(
      together
        == Self.places(try rendering.page("قلب", "ar")).union(
          Self.places(try rendering.page("أحمر", "ar"))))
    #expect(together != Self.places(try plain.page("قلب أحمر", "ar")))
  }

  @Test("An ideograph is a patch", arguments: [("zh", "微笑的猫"), ("ja", "赤い心"), ("ko", "빨간하트")])
  func ideographs(language: String, text: String) throws {
    #expect(try rendering.page(text, language).patches.count == text.count)
  }

  @Test("Thai words, which no space divides, begin at patches too")
  func thai() throws {
    let words = ["หัวใจ", "สีแดง"]
    let together = Self.patches(try rendering.page(words.joined(), "th"))
    #expect(together == (try words.flatMap { Self.patches(try rendering.page($0, "th")) }))
  }

  @Test("Nothing is lost and no line is too wide", arguments: ["en", "th", "ja", "ar"])
  func widths(language: String) throws {
    let narrow = try Rendering(RendererOptions(rows: 200, columns: 4, alignment: .word))
    for text in ["a bb ccc dddd eeeee ffffff", "ครับผม ภาษาไทยเป็นภาษา", "日本、東京abc大阪", "قلب أحمر كبير"] {
      let page = try narrow.page(text, language)
      #expect(page.lines.allSatisfy { $0.width <= 64 })
      #expect(page.truncation.isEmpty)
      #expect(page.lines.map(\.textRange.count).reduce(0, +) == text.utf8.count)
    }
  }

  @Test("The contract names the alignment")
  func contract() {
    #expect(
      rendering.renderer.contract.differences(from: plain.renderer.contract) == [
        "The option alignment is 1 here and 0 there."
      ])
  }
}
