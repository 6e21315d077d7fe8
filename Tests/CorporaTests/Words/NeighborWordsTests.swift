import Runtime
import Testing

@testable import Corpora

@Suite("Words of neighbors")
struct NeighborWordsTests {
  @Test("words of most neighbors come first, of equals those of the nearest, each neighbor counted once")
  func votes() throws {
    let words = try NeighborWords(limit: 3)
    let neighbors = [["A red cat on 2 mats"], ["the cat, the CAT sleeps"], ["red dogs", "a cat"], []]
    #expect(try words.caption(of: neighbors, language: "en") == "cat red mats")
    #expect(try NeighborWords(limit: 10).caption(of: neighbors, language: "en") == "cat red mats sleeps dogs")
    #expect(try words.caption(of: [["小狗在草地上奔跑"], ["小狗的草地"]], language: "zh") == "小狗 草地 奔跑")
    #expect(try words.caption(of: [["the of 5"], [""]], language: "en") == nil)
    #expect(try words.caption(of: [], language: "en") == nil)
  }

  /// Each image has one planted word and noise that no neighbor shares.
  @Test("planted words are found again, all of them and nothing else")
  func planted() throws {
    let planted = ["zebra", "kite", "harbor", "violin"]
    let words = try NeighborWords(limit: 1)
    for (number, word) in planted.enumerated() {
      var generator = SeededGenerator(seed: UInt64(number))
      let neighbors = (0..<5).map { place in
        [["noise\(place)", word, "other\(place)"].seededShuffle(using: &generator).joined(separator: " ")]
      }
      #expect(try words.caption(of: neighbors, language: "en") == word)
    }
  }
}
