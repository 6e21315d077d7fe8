import MadeUpEmbeddings
import Runtime
import Testing

@testable import Evaluation

@Suite struct RecallIntervalTests {
  /// Ranks of made-up queries, some good, some bad.
  func ranks(_ count: Int) throws -> RetrievalRanks {
    let texts = try madeUpTable(count, width: 8, seed: 11)
    var generator = SeededGenerator(seed: 12)
    let images = try EmbeddingTable(
      ids: texts.ids, width: 8, values: texts.values.map { $0 + 0.4 * generator.uniform(-1, 1) })
    return try RetrievalTask(texts: texts, images: images, imageOfText: Array(0..<count)).ranks().textToImage
  }

  func intervals(_ ranks: RetrievalRanks, seed: UInt64) -> [ClosedRange<Double>] {
    var generator = SeededGenerator(seed: seed)
    return RecallInterval(resamples: 400).intervals(of: ranks, using: &generator)
  }

  @Test(arguments: [1, 2, 17, 300])
  func containsTheRecallItself(count: Int) throws {
    let ranks = try ranks(count)
    for (interval, recall) in zip(intervals(ranks, seed: 5), RetrievalRecall(ranks).percent) {
      #expect(interval.contains(recall))
      #expect(interval.lowerBound >= 0 && interval.upperBound <= 100)
    }
  }

  @Test func theSeedDecidesTheDraws() throws {
    let ranks = try ranks(100)
    #expect(intervals(ranks, seed: 5) == intervals(ranks, seed: 5))
    #expect(intervals(ranks, seed: 5) != intervals(ranks, seed: 6))
  }

  @Test func widthFollowsTheBinomial() throws {
    let ranks = try ranks(300)
    let recall = RetrievalRecall(ranks).percent[0] / 100
    let interval = intervals(ranks, seed: 5)[0]
    let expected = 100 * 2 * 1.96 * (recall * (1 - recall) / 300).squareRoot()
    #expect(recall > 0.1 && recall < 0.9)
    #expect(abs((interval.upperBound - interval.lowerBound) / expected - 1) < 0.2)
  }

  @Test func nothingAskedGivesEmptyIntervals() throws {
    #expect(intervals(try ranks(0), seed: 1) == [0...0, 0...0, 0...0])
  }
}
