import MadeUpEmbeddings
import Testing

@testable import Evaluation

@Suite struct RetrievalRecallTests {
  /// Expected ranks of three queries among twelve images, worked out by hand from the scores below.
  static let cases: [(name: String, right: [[Int]], ranks: [Double], tied: Int)] = [
    ("one right image each", [[0], [1], [2]], [0, 1, 11], 0),
    ("any of several right images counts", [[7, 0], [11, 1, 3], [2, 5]], [0, 1, 6], 0),
    (
      "a wrong image with the same score stands before the right one half of the time", [[4], [5], [6]], [1.5, 6, 5],
      1
    ),
    ("two right images with the same score do not tie", [[4, 8], [5], [6]], [1, 6, 5], 0),
  ]

  @Test(arguments: cases.indices)
  func ranksAreAsWorkedOutByHand(index: Int) throws {
    let expected = Self.cases[index]
    let task = try RetrievalTask(
      texts: oneHotQueries(3), images: gallery(scores: handMadeScores), imagesOfTexts: expected.right)
    let ranks = try task.ranks().textToImage
    #expect(ranks.ranks.map(\.expected) == expected.ranks, "\(expected.name)")
    #expect(ranks.tied == expected.tied, "\(expected.name)")
    #expect(ranks.gallery == 12)
    #expect(ranks.rightCounts == expected.right.map(\.count))
  }

  @Test func recallMedianRankAndMeanRecallFollowFromTheRanks() throws {
    let task = try RetrievalTask(
      texts: oneHotQueries(3), images: gallery(scores: handMadeScores), imageOfText: [0, 1, 2])
    let recall = RetrievalRecall(try task.ranks().textToImage)
    expectClose(recall.percent, [100 / 3.0, 200 / 3.0, 200 / 3.0])
    expectClose([recall.medianRank, recall.meanRecall], [2, 500 / 9.0])
    expectClose(recall.chance, [100 / 12.0, 500 / 12.0, 1000 / 12.0])
    #expect((recall.queries, recall.gallery) == (3, 12))
  }

  @Test func imagesAskTheirTextsAndImagesWithoutTextAreNotAsked() throws {
    // Texts 0 and 1 both describe image 1, text 2 image 0; images 2… have no text.
    let task = try RetrievalTask(
      texts: oneHotQueries(3), images: gallery(scores: handMadeScores), imageOfText: [1, 1, 0])
    let ranks = try task.ranks().imageToText
    #expect(ranks.queries == [0, 1])
    // Image 0 scores .9 .4 .02 with the texts and its own is the last; image 1 scores .1 .3 .03 and owns the first two.
    #expect(ranks.ranks == [TiedRank(above: 2), TiedRank(above: 0)])
    #expect(ranks.rightCounts == [1, 2])
    #expect(ranks.gallery == 3)
  }

  @Test func aModelThatCannotTellInputsApartReachesWhatGuessingReaches() throws {
    let same = try EmbeddingTable(ids: names(20), width: 2, values: (0..<20).flatMap { _ in [Float(1), 0] })
    let task = try RetrievalTask(texts: same, images: same, imageOfText: Array(0..<20))
    let recall = RetrievalRecall(try task.ranks().textToImage)
    expectClose(recall.percent, [5, 25, 50])
    expectClose(recall.percent, recall.chance)
    #expect(recall.medianRank == 10.5)
    #expect(recall.tied == recall.queries)
    #expect(try task.recall(.optimistic).textToImage.percent == [100, 100, 100])
  }

  @Test func aMeanOfTheSixAndOfTheThreeAreBothGiven() throws {
    let task = try RetrievalTask(
      texts: oneHotQueries(3), images: gallery(scores: handMadeScores), imageOfText: [1, 1, 0])
    let row = RecallRow(split: "style", language: "zh", ranks: try task.ranks())
    expectClose(
      [row.meanOfBothDirections],
      [(row.textToImage.percent.reduce(0, +) + row.imageToText.percent.reduce(0, +)) / 6])
    let table = RecallTable(rows: [row])
    #expect(table["style", "zh"] == row)
    #expect(table["style", "en"] == nil)
  }

  @Test(arguments: [(1, 4, 1, 0.25), (1, 4, 5, 1), (2, 4, 1, 0.5), (2, 5, 2, 0.7), (0, 5, 2, 0), (3, 0, 1, 0)])
  func chanceIsTheProbabilityOfDrawingARightItem(right: Int, gallery: Int, depth: Int, expected: Double) {
    expectClose([RetrievalRecall.chanceOfHit(right: right, gallery: gallery, depth: depth)], [expected])
  }

  @Test func nothingAskedGivesZeros() throws {
    let empty = try EmbeddingTable(ids: [], width: 2, values: [])
    let recall = RetrievalRecall(
      try RetrievalTask(texts: empty, images: empty, imagesOfTexts: []).ranks().textToImage)
    #expect(recall.percent == [0, 0, 0])
    #expect((recall.queries, recall.medianRank, recall.meanRecall) == (0, 0, 0))
  }

  @Test func imagesThatDoNotExistAreRefused() throws {
    let table = try madeUpTable(3, width: 4, seed: 1)
    #expect(throws: EvaluationError.self) {
      try RetrievalTask(texts: table, images: table, imageOfText: [0, 3, 1])
    }
    #expect(throws: EvaluationError.self) { try RetrievalTask(texts: table, images: table, imageOfText: [0]) }
  }
}

/// Equal up to rounding in double.
func expectClose(_ values: [Double], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(values.count == expected.count, sourceLocation: sourceLocation)
  for (value, expected) in zip(values, expected) {
    #expect(abs(value - expected) < 1e-9, "\(value) is not \(expected)", sourceLocation: sourceLocation)
  }
}
