import Testing

@testable import Corpora

@Suite struct InspectionTalliesTests {
  @Test("Values holding a share are the smallest that are enough")
  func shares() {
    let counts = ValueCounts([5, 1, 1, 9])
    #expect(counts.values(holding: [0, 0.5, 0.75, 0.76, 1]) == [1, 1, 5, 9, 9])
    #expect(counts.total == 4 && counts.sum == 16 && counts.mean == 4 && counts.least == 1 && counts.most == 9)
    #expect(ValueCounts().values(holding: [0.5]) == [] && ValueCounts().mean.isNaN)
    var sum = counts
    sum.add(ValueCounts([9, 2]))
    #expect(sum == ValueCounts([1, 1, 2, 5, 9, 9]))
  }

  @Test("The smallest keys stay, whatever the order", arguments: [0, 1, 3, 50, 200])
  func smallest(limit: Int) {
    let keys = (0..<150).map { UInt64($0 * 7_919 % 150) }
    for order in [keys, keys.reversed(), keys.sorted()] {
      var kept = SmallestKeys<UInt64>(limit)
      for key in order { kept.add(key, key * 10) }
      #expect(kept.elements == keys.sorted().prefix(limit).map { $0 * 10 })
    }
  }

  @Test("What several records have is found, each record once and all that it occurs")
  func repeated() {
    var values = RepeatedValues()
    for (hash, record) in [(9, 4), (7, 2), (9, 1), (5, 3), (5, 3), (7, 0), (9, 4)] as [(UInt64, Int)] {
      values.add(hash, record: record)
    }
    let groups = values.groups()
    #expect(groups.map(\.hash) == [7, 9] && groups.map(\.records) == [[0, 2], [1, 4]])
    #expect(groups.map(\.occurrences) == [2, 3])
  }

  @Test(
    "Sizes of files keep three digits", arguments: [(999, 999), (1_004, 1_000), (1_006, 1_010), (123_456, 123_000)])
  func bytes(count: Int, kept: Int) throws {
    var images = InspectedImages()
    images.add(try .init(of: "scene.png"), byteCount: count)
    #expect(images.bytes.counts == [kept: 1] && images.byteCount == count)
    // 7 × 5 pixels.
    #expect(images.aspects.counts == [140: 1])
  }
}
