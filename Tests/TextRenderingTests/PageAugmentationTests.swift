import Testing

@testable import TextRendering

@Suite("Pages that vary") struct PageAugmentationTests {
  static let strong = PageAugmentation(
    size: 0.8...1.2, weight: 60, foreground: 40, background: 30, jitter: 3, rotation: 0.06)
  static let options = RendererOptions(rows: 6, columns: 14, alignment: .word)

  private func renderer(_ augmentation: PageAugmentation) throws -> AugmentingRenderer {
    try AugmentingRenderer(fonts: FontStack.load(from: nil), options: Self.options, augmentation: augmentation)
  }

  @Test("Without augmentation a page is what it always was")
  func off() throws {
    let page = try renderer(PageAugmentation()).page(for: "红色的心 red heart", language: "zh", seed: 5)
    #expect(page == (try Rendering(Self.options).page("红色的心 red heart", "zh")))
    #expect(page == (try renderer(Self.strong).plainPage(for: "红色的心 red heart", language: "zh")))
  }

  @Test("The same seed gives the same bytes, others differ")
  func seeds() throws {
    let pages = try (0..<8).map { seed in
      try renderer(Self.strong).page(for: "red heart", language: "en", seed: UInt64(seed))
    }
    let again = try renderer(Self.strong)
    for seed in (0..<8).reversed() {
      #expect(try again.page(for: "red heart", language: "en", seed: UInt64(seed)) == pages[seed])
    }
    for first in 0..<8 { for second in 0..<first { #expect(pages[first].patches != pages[second].patches) } }
  }

  @Test("Shorter lines break a caption elsewhere, within the page, and the plain page keeps its own")
  func narrowing() throws {
    let caption = "a red heart that beats beside a small green house"
    for writing in [RendererOptions.WritingMode.horizontal, .vertical] {
      var options = Self.options
      options.writing = writing
      let renderer = try AugmentingRenderer(
        fonts: FontStack.load(from: nil), options: options, augmentation: PageAugmentation(narrowing: 3))
      let plain = try renderer.plainPage(for: caption, language: "en")
      let pages = try (0..<40).map { try renderer.page(for: caption, language: "en", seed: UInt64($0)) }
      let lengths = Set(pages.map { writing == .vertical ? $0.rows : $0.columns })
      #expect(lengths == (writing == .vertical ? [3, 4, 5, 6] : [11, 12, 13, 14]))
      #expect(Set(pages.map(\.patches.columns)).count > 1 && pages.contains(plain))
      #expect(pages.allSatisfy { $0.rows <= plain.rows && $0.columns <= plain.columns })
    }
    #expect(!PageAugmentation(narrowing: 1).isNone)
  }

  @Test("Stacks of fonts take turns, and the plain page keeps its own")
  func fonts() throws {
    let usual = try FontStack.load(from: nil)
    let serif = try FontStack.load(from: FontStackTests.folder + "/serif.json")
    let renderer = try AugmentingRenderer(
      fonts: usual, otherFonts: [serif], options: Self.options, augmentation: PageAugmentation())
    let sans = try Rendering(Self.options).page("red heart 红心", "zh")
    let serifs = try TextRenderer(fonts: serif, options: Self.options).page(for: "red heart 红心", language: "zh")
    #expect(sans.patches != serifs.patches)
    let pages = try (0..<64).map {
      try renderer.page(for: "red heart 红心", language: "zh", seed: UInt64($0))
    }
    #expect((20...44).contains(pages.count { $0 == sans }))
    #expect(pages.allSatisfy { $0 == sans || $0 == serifs })
    #expect(try renderer.plainPage(for: "red heart 红心", language: "zh") == sans)
  }

  @Test("A shift moves every pixel, patch and glyph by whole pixels")
  func shift() throws {
    let page = try Rendering(Self.options).page("心 cat 🐱", "zh")
    let moved = page.moved(x: 16, y: 32, rotation: 0, keepBlankPatches: false)
    #expect(moved.glyphs.map(\.x) == page.glyphs.map { $0.x + 16 })
    #expect(moved.patches.columns == page.patches.columns.map { $0 + 1 })
    #expect(moved.patches.rows == page.patches.rows.map { $0 + 2 })
    #expect(moved.patches.pixels == page.patches.pixels)
    #expect(moved.truncation.isEmpty)
    let off = page.moved(x: -40, y: 0, rotation: 0, keepBlankPatches: false)
    #expect(off.truncation.truncatedCharacters > 0)
  }

  @Test("Patches tell their text after a rotation too")
  func rotation() throws {
    let page = try Rendering(Self.options).page("心", "zh").moved(x: 20, y: 20, rotation: 0.2, keepBlankPatches: false)
    #expect(page.patches.count > 1)
    #expect(page.patchTextRanges.count == page.patches.count)
    #expect(page.patchTextRanges.filter { $0 == 0..<3 }.count >= 1)
    let back = page.moved(x: -20, y: -20, rotation: 0, keepBlankPatches: false)
    #expect(back.glyphs.map(\.textRange) == [0..<3])
  }

  @Test("A heavier weight draws more ink, and tones reach both grays")
  func weight() throws {
    func foreground(_ page: Page) -> Int { page.patches.pixels.reduce(0) { $0 + 127 - min(127, Int($1)) } }
    let light = try Rendering(RendererOptions()).page("heart", "en")
    let heavy = try Rendering(RendererOptions(weight: 80)).page("heart", "en")
    #expect(foreground(heavy) > foreground(light) * 11 / 10)
    let toned = light.toned(from: RendererOptions(), foreground: 40, background: 100)
    #expect(toned.patches.pixels.max() == 100)
    #expect((toned.patches.pixels.min() ?? 0) >= 40)
    #expect(toned.background == 100)
  }

  @Test("Values out of range are refused")
  func ranges() {
    for augmentation in [
      PageAugmentation(size: 0.1...1), PageAugmentation(weight: 101), PageAugmentation(foreground: 200),
      PageAugmentation(jitter: 40),
      PageAugmentation(rotation: 2), PageAugmentation(narrowing: 300),
    ] {
      #expect(throws: RenderingError.self) { try augmentation.validate() }
    }
  }
}
