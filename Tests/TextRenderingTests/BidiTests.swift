import Testing

@testable import TextRendering

@Suite struct BidiTests {
  static let samples: [(text: String, base: Int8, levels: [Int8])] = [
    ("abc", 0, [0, 0, 0]),
    ("אב", 1, [1, 1]),
    ("a אב b", 0, [0, 0, 1, 1, 0, 0]),
    ("אב 12", 1, [1, 1, 1, 2, 2]),
    ("א(b)", 1, [1, 1, 2, 1]),
    ("12", 0, [0, 0]),
    // FriBidi gives the brackets the paragraph's direction.
    ("א]\u{300}[א]", 1, [1, 1, 1, 1, 1, 1]), ("a (א!\u{300}(א)) a", 0, [0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0]),
  ]

  @Test("Levels follow UAX #9", arguments: samples)
  func levels(text: String, base: Int8, levels: [Int8]) throws {
    try Rendering().itemized(text) { item in
      #expect(Array(item.directions.levels.elements) == levels)
      #expect(item.directions.baseLevels[0] == base)
    }
  }

  @Test("Every paragraph has its own direction")
  func paragraphs() throws {
    let page = try Rendering().page("abc\nאבג\r\ndef")
    #expect(page.lines.map(\.isRightToLeft) == [false, true, false])
  }

  @Test("Paragraphs that run from the right need no algorithm, and get what UAX #9 gives them")
  func fromTheRight() throws {
    let letters: [UInt32] = [
      0x5D0, 0x627, 0x5D1, 0x20, 0x2E, 0x21, 0x2B, 0x2C, 0x24, 0x300, 0x5B0, 0x200D, 0x28, 0x29, 0xFF3B, 0x2014, 0x61,
      0x31, 0x661,
    ]
    var state: UInt64 = 7
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let rendering = try Rendering()
    var fromRight = 0
    for _ in 0..<2000 {
      // Most texts are drawn from the letters that need no algorithm.
      let limit = next(4) == 0 ? letters.count : letters.count - 3
      let text = UnicodeData.text((0..<1 + next(9)).map { _ in letters[next(limit)] })
      try rendering.itemized(text) { item in
        let scalars = Array(item.text.scalars.elements)
        let classes = item.text.properties.elements.map { bits in
          BidiReference.Class(rawValue: Int(CharacterProperties(bits: bits).bidiClass)) ?? .on
        }
        let reference = BidiReference(scalars, classes: classes, base: -1)
        let base = Int8(reference.paragraphLevel)
        let levels = Array(item.directions.levels.elements)
        #expect(
          zip(levels, reference.levels).allSatisfy { $1 == nil || Int($0) == $1 },
          "\(text.unicodeScalars.map(\.value)): \(levels)")
        #expect(item.directions.baseLevels[0] == base)
        if base == 1, levels.allSatisfy({ $0 == 1 }) { fromRight += 1 }
      }
    }
    #expect(fromRight > 500)
  }
}
