import Runtime
import Testing

@testable import Evaluation

@Suite struct TypoTests {
  private func results(_ text: String, seeds: Int = 200) -> Set<String?> {
    Set(
      (0..<seeds).map { seed in
        var generator = SeededGenerator(seed: UInt64(seed))
        return Perturbation.typo.apply(to: text, language: "und", using: &generator)
      })
  }

  @Test("Every error of a short word occurs, and no other")
  func all() {
    let swaps = ["ohw", "hwo"]
    let missing = ["ow", "hw", "ho"]
    let doubled = ["hhow", "hoow", "howw"]
    let beside = ["yow", "uow", "gow", "jow", "bow", "now"]
    let others = ["hiw", "hpw", "hkw", "hlw", "hoq", "hoe", "hoa", "hos"]
    #expect(results("how", seeds: 2_000) == Set(swaps + missing + doubled + beside + others))
  }

  @Test(
    "Scripts without a keyboard here swap, leave out and double; ideographs are not doubled",
    arguments: [
      ("лес", ["елс", "лсе", "ес", "лс", "ле", "ллес", "леес", "лесс"]),
      ("红色心", ["色红心", "红心色", "色心", "红心", "红色"]),
      ("고양이", ["양고이", "고이양", "양이", "고이", "고양", "고고양이", "고양양이", "고양이이"]),
      ("ที่น้ำดี", ["น้ำที่ดี", "ที่ดีน้ำ", "น้ำดี", "ที่ดี", "ที่น้ำ", "ที่ที่น้ำดี", "ที่น้ำน้ำดี", "ที่น้ำดีดี"]),
      ("क्षमा ख", ["क्षमामा ख", "क्षक्षमा ख"]),
      ("సేక్", ["సేసేక్"]), ("אב", ["אאב", "אבב"]), ("ឫក្រ", ["ឫឫក្រ", "ឫក្រក្រ"]),
    ])
  func scripts(text: String, expected: [String]) {
    #expect(results(text) == Set(expected))
  }

  @Test(
    "Words too short to stay readable, and what is no word, have no errors",
    arguments: ["", "a", "I", "红色", "心", "10:30", "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", "❤️❤️❤️", "a b c", "🇩🇪🇫🇷🇪🇸", "...", "ക"])
  func none(text: String) {
    #expect(results(text, seeds: 20) == [nil])
  }

  @Test(
    "Every started ten letters have an error",
    arguments: [
      ("red", 1), ("red hearts ab", 2), ("a heart of wood stands here", 3), ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 3),
    ])
  func tens(text: String, errors: Int) throws {
    for seed in 0..<100 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let typed = try #require(Perturbation.typo.apply(to: text, language: "en", using: &generator))
      let distance = EditDistance.between(Array(text), Array(typed))
      #expect((1...2 * errors).contains(distance), "\(text) became \(typed)")
      #expect(abs(typed.count - text.count) <= errors)
      #expect(typed.filter { $0 == " " }.count == text.filter { $0 == " " }.count)
    }
  }

  @Test(
    "Keys that touch a key are its neighbors",
    arguments: [
      ("q", "wa"), ("a", "qwsz"), ("s", "weadzx"), ("g", "tyfhvb"), ("m", "jkn"), ("p", "ol"), ("L", "OPK"), ("é", ""),
      ("1", ""), ("я", ""),
    ] as [(Character, String)])
  func keyboard(key: Character, neighbors: String) {
    #expect(Set(KeyboardNeighbors.of(key)) == Set(neighbors))
  }

  @Test("Touching is mutual")
  func mutual() {
    for key in "abcdefghijklmnopqrstuvwxyz" {
      for other in KeyboardNeighbors.of(key) { #expect(KeyboardNeighbors.of(other).contains(key)) }
    }
  }
}
