import Testing

@testable import TextRendering

@Suite struct ShapingTests {
  @Test("Arabic letters join: the glyphs of a word are not those of its letters")
  func arabicJoins() throws {
    let rendering = try Rendering()
    let joined = Set(try rendering.page("بيت", "ar").glyphs.map(\.glyph))
    let alone = Set(try rendering.page("ب ي ت", "ar").glyphs.map(\.glyph))
    #expect(joined.count == 3 || joined.count > 3)
    #expect(joined.isDisjoint(with: alone))
  }

  @Test("A Devanagari i-sign is drawn before its consonant")
  func devanagariReorders() throws {
    let rendering = try Rendering()
    let sign = try rendering.page("\u{25CC}\u{93F}", "hi").glyphs.map(\.glyph)
    let word = try rendering.page("कि", "hi").glyphs
    #expect(word.count == 2)
    #expect(word.allSatisfy { $0.textRange == 0..<6 })
    #expect(sign.contains(word[0].glyph) || word[0].x < word[1].x)
    let consonant = try rendering.page("क", "hi").glyphs[0].glyph
    #expect(word[1].glyph == consonant)
  }

  @Test("A cached word gives the same glyphs as a fresh one")
  func cacheIsFaithful() throws {
    let rendering = try Rendering()
    let first = try rendering.page("office ffi क्षत्रिय", "hi")
    let second = try rendering.page("office ffi क्षत्रिय", "hi")
    #expect(first == second)
    rendering.renderer.forgetWords(glyphs: true)
    #expect(try rendering.page("office ffi क्षत्रिय", "hi") == first)
  }

  @Test("The cache compares code points, not only hashes")
  func cacheComparesKeys() {
    let cache = WordCache(byteLimit: 100)
    let index = cache.insert(7, 1, [0x61, 0x62], 2, advance: 3)
    #expect(cache.find(7, 1, [0x61, 0x62], 2) == index)
    #expect(cache.find(7, 1, [0x61, 0x63], 2) == -1)
    #expect(cache.find(7, 1, [0x61], 1) == -1)
    #expect(cache.find(7, 2, [0x61, 0x62], 2) == -1)
  }

  @Test("The cache is emptied past its limit")
  func cacheIsBounded() {
    let cache = WordCache(byteLimit: 10)
    var last = -1
    for word in 0..<20_000 { last = cache.insert(UInt64(word), 1, [UInt32(word)], 1, advance: 0) }
    #expect(cache.find(19_999, 1, [19_999], 1) == last)
    #expect(cache.trim())
    #expect(cache.count == 0)
    #expect(cache.find(19_999, 1, [19_999], 1) == -1)
  }

  @Test("Right-to-left glyphs run from the right")
  func rightToLeft() throws {
    let glyphs = try Rendering().page("אבג", "he").glyphs
    #expect(glyphs.map(\.x) == glyphs.map(\.x).sorted())
    #expect(glyphs.map(\.textRange.lowerBound) == [4, 2, 0])
  }
}
