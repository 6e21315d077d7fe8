import Runtime
import Testing

@testable import Evaluation

@Suite struct HomoglyphTests {
  private func disguised(_ text: String, seed: UInt64 = 1) -> String? {
    var generator = SeededGenerator(seed: seed)
    return Perturbation.homoglyph.apply(to: text, language: "und", using: &generator)
  }

  @Test(
    "Single letters have these look-alikes",
    arguments: [
      ("a", ["а"]), ("а", ["a"]), ("O", ["О", "Ο"]), ("ο", ["o", "о"]), ("ρ", ["p", "р"]), ("Ж1a", ["Ж1а"]),
      ("一", ["\u{2F00}"]), ("\u{2F00}", ["一"]), ("山", ["\u{2F2D}"]), ("龟", ["\u{2EF3}"]), ("母", ["\u{2E9F}"]),
    ])
  func letters(text: String, expected: [String]) {
    #expect(Set((0..<40).map { disguised(text, seed: $0) }) == Set(expected))
  }

  @Test("A third of what can be replaced is", arguments: [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (9, 3), (30, 10)])
  func share(letters: Int, replaced: Int) throws {
    let text = String(repeating: "a", count: letters) + "zé!"
    for seed in 0..<20 {
      let changed = try #require(disguised(text, seed: UInt64(seed)))
      #expect(changed.count == text.count && changed.filter { $0 == "а" }.count == replaced)
    }
  }

  @Test("All letters are replaced by some seed or other")
  func everywhere() {
    let changed = (0..<50).compactMap { disguised("oasis", seed: $0) }.map(Array.init)
    for place in 0..<5 { #expect(changed.contains { $0[place] != Array("oasis")[place] }) }
  }

  @Test(
    "Without look-alikes nothing changes",
    arguments: ["", "é", "हिन्दी", "หัวใจ", "กข", "123", "👩‍👩‍👧", "한국", "שלום", "に", "e\u{301}"])
  func none(text: String) {
    #expect(disguised(text) == nil)
  }

  @Test("Look-alikes are letters of different scripts that no normal form C joins, and mutual")
  func table() throws {
    #expect(HomoglyphTable.table.count > 500)
    for (letter, others) in HomoglyphTable.table {
      for other in others {
        #expect(HomoglyphTable.table[other]?.contains(letter) == true)
        #expect(NormalForm.composed.of(String(other))?.unicodeScalars.elementsEqual([other]) == true)
        let areRadicals = (0x2E80...0x2FDF).contains(letter.value) || (0x2E80...0x2FDF).contains(other.value)
        #expect(areRadicals != (CodePoint.script(letter) != CodePoint.script(other)), "\(letter) \(other)")
      }
    }
  }
}
