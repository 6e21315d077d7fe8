/// Where the right item of each query stands in the gallery.
///
/// The rank rule: a query's rank is the number of gallery items that score strictly more than its best right item, so 0 is
/// first place, and with several right items the best of them counts ("any hit"). Items that tie with the right one do not
/// push it down, because pictures that are equal pixel for pixel must not cost each other a hit; `tied` counts the queries
/// where a wrong item does tie, which also shows a model that gives every input the same embedding.
public struct RetrievalRanks: Sendable, Equatable {
  /// Query rows that have a right item, ascending; the others are not asked.
  public let queries: [Int]
  /// Rank of each of `queries`, 0 for first place.
  public let ranks: [Int]
  /// Number of right items of each of `queries`.
  public let rightCounts: [Int]
  /// Number of queries in which a wrong item has exactly the score of the best right one.
  public let tied: Int
  /// Number of items that were ranked.
  public let gallery: Int

  /// - Parameters:
  ///   - bar: of every query of the task.
  ///   - above: number of items that score more than the bar, for every query.
  ///   - level: number of items that score as much as the bar, right ones included, for every query.
  init(bars: [RankBar?], above: [Int], level: [Int], gallery: Int) {
    queries = bars.indices.filter { bars[$0] != nil }
    ranks = queries.map { above[$0] }
    rightCounts = bars.compactMap { $0?.rightCount }
    tied = queries.count { level[$0] > bars[$0]?.rightLevel ?? 0 }
    self.gallery = gallery
  }
}

/// What an item has to beat to stand before a query's right items.
struct RankBar {
  /// Score of the best right item.
  let score: Float
  /// Number of right items, each counted once.
  let rightCount: Int
  /// Number of right items with the best one's score.
  let rightLevel: Int

  /// `nil` when there is no right item.
  init?(rightScores: [Float]) {
    guard let best = rightScores.max() else { return nil }
    score = best
    rightCount = rightScores.count
    rightLevel = rightScores.count { $0 == best }
  }
}

extension RetrievalTask {
  /// Ranks of every text's pictures among all pictures, and of every picture's texts among all texts; each score is
  /// computed once for both.
  public func ranks() throws -> (textToImage: RetrievalRanks, imageToText: RetrievalRanks) {
    let scores = try CosineScores(queries: texts, gallery: pictures)
    let textBars = picturesOfTexts.enumerated().map { text, right in
      RankBar(rightScores: right.map { scores.score(query: text, item: $0) })
    }
    let pictureBars = textsOfPictures.enumerated().map { picture, right in
      RankBar(rightScores: right.map { scores.score(query: $0, item: picture) })
    }
    var textCounts = RankCounts(bars: textBars)
    var pictureCounts = RankCounts(bars: pictureBars)
    scores.forEachQuery { text, scores in
      textCounts.count(scores, at: text)
      pictureCounts.count(scores)
    }
    return (
      RetrievalRanks(bars: textBars, above: textCounts.above, level: textCounts.level, gallery: pictures.count),
      RetrievalRanks(bars: pictureBars, above: pictureCounts.above, level: pictureCounts.level, gallery: texts.count)
    )
  }
}

/// Counts the scores above each query's bar and level with it.
private struct RankCounts {
  /// Infinite for queries that are not asked: nothing is above.
  private let bars: [Float]
  private(set) var above: [Int]
  private(set) var level: [Int]

  init(bars: [RankBar?]) {
    self.bars = bars.map { $0?.score ?? .infinity }
    above = Array(repeating: 0, count: bars.count)
    level = above
  }

  /// All scores of one query.
  mutating func count(_ scores: UnsafeBufferPointer<Float>, at query: Int) {
    let bar = bars[query]
    var (above, level) = (0, 0)
    for score in scores {
      above &+= score > bar ? 1 : 0
      level &+= score == bar ? 1 : 0
    }
    self.above[query] = above
    self.level[query] = level
  }

  /// One more score of every query.
  mutating func count(_ scores: UnsafeBufferPointer<Float>) {
    for query in 0..<scores.count {
      above[query] &+= scores[query] > bars[query] ? 1 : 0
      level[query] &+= scores[query] == bars[query] ? 1 : 0
    }
  }
}
