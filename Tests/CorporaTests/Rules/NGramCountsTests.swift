import Testing

@testable import Corpora

@Suite("Counts of n-grams and captions")
struct NGramCountsTests {
  /// Hash h occurs h times.
  private static func counts(_ hashes: ClosedRange<Int>) throws -> NGramCounts {
    var counts = NGramCounts()
    for hash in hashes { for _ in 0..<hash { try counts.add(UInt64(hash) << 40) } }
    return counts
  }

  @Test("Every occurrence counts, however full the table becomes")
  func counting() throws {
    var counts = NGramCounts()
    for round in 0..<3 {
      // Neighbors, and hashes that would all stand at one place.
      for hash in 0..<5_000 where hash % (round + 1) == 0 {
        try counts.add(UInt64(hash))
        try counts.add(UInt64(hash) << 32)
      }
    }
    // Hash 0 is both.
    #expect(counts.distinct == 9_999 && counts.count(0) == 6)
    for hash in 1..<5_000 {
      let expected = 1 + (hash % 2 == 0 ? 1 : 0) + (hash % 3 == 0 ? 1 : 0)
      #expect(counts.count(UInt64(hash)) == expected && counts.count(UInt64(hash) << 32) == expected)
    }
    #expect(counts.count(5_000) == 0)
  }

  @Test(
    "The most frequent are those above a count, and as many as the last of them come with it",
    arguments: [(1, 9), (2, 8), (8, 2), (9, nil), (100, nil)])
  func thresholds(size: Int, threshold: Int?) throws {
    #expect(try Self.counts(1...9).threshold(size: size) == threshold)
  }

  @Test("Where the last of the vocabulary is one of many that are as frequent, none of those is rare")
  func ties() throws {
    var counts = NGramCounts()
    for hash in 1...10 { for _ in 0..<(hash > 7 ? 5 : 1) { try counts.add(UInt64(hash)) } }
    #expect(counts.threshold(size: 1) == 5 && counts.threshold(size: 3) == 5)
    // The fourth occurs once, as do all the others.
    #expect(counts.threshold(size: 4) == nil && counts.threshold(size: 10) == nil)
  }

  @Test("A caption twice at an image counts once, on either side")
  func occurrences() {
    var found = CaptionOccurrences()
    let pairs: [(UInt64, UInt64)] = [(1, 1), (1, 2), (1, 2), (1, 3), (2, 1), (3, 1), (2, 1), (4, 9)]
    for (caption, image) in pairs { found.add(caption: caption, image: image) }
    #expect(found.captions(ofMoreThan: 2) == [1: 3] && found.captions(ofMoreThan: 3) == [:])
    #expect(found.images(ofMoreThan: 2) == [1: 3] && found.images(ofMoreThan: 0) == [1: 3, 2: 1, 3: 1, 9: 1])
    #expect(found.captions(ofMoreThan: 0) == [1: 3, 2: 1, 3: 1, 4: 1])
  }
}
