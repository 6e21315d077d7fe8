/// Where the right item of each query stands in the gallery.
///
/// The rank rule: with several right items the best of them counts ("any hit"), items that score more stand before it, and items
/// that score the same stand around it in random order (`TiedRank`): images that are equal pixel for pixel share what one of
/// them would get, and a model that gives every input the same embedding reaches what guessing reaches.
public struct RetrievalRanks: Sendable, Equatable {
  /// Query rows that have a right item, ascending; the others are not asked.
  public let queries: [Int]
  /// Place of each of `queries`.
  public let ranks: [TiedRank]
  /// Rank of each of `queries`, 0 for first place, in a list in which items of equal score stand in the order of the gallery, as
  /// programs that sort and cut such lists have it.
  public let listRanks: [Int]
  /// Number of right items of each of `queries`.
  public let rightCounts: [Int]
  /// Number of items that were ranked.
  public let gallery: Int
  /// Whether the gallery's embeddings tell its items apart; nil where nobody looked.
  public let variety: EmbeddingVariety?

  /// Number of queries in which a wrong item has exactly the score of the best right one.
  public var tied: Int { ranks.count { $0.wrong > 0 } }

  /// - Parameters:
  ///   - bars: of every query of the task.
  ///   - above: number of items that score more than the bar, for every query.
  ///   - level: number of items that score as much as the bar, right ones included, for every query.
  ///   - before: number of items that score as much as the bar and stand before the right one, for every query.
  init(
    bars: [RankBar?], above: [Int], level: [Int], before: [Int]? = nil, gallery: Int, variety: EmbeddingVariety? = nil
  ) {
    queries = bars.indices.filter { bars[$0] != nil }
    ranks = queries.map { query in
      let right = bars[query]?.rightLevel ?? 1
      return TiedRank(above: above[query], wrong: level[query] - right, right: right)
    }
    listRanks = queries.map { above[$0] + (before?[$0] ?? 0) }
    rightCounts = bars.compactMap { $0?.rightCount }
    self.gallery = gallery
    self.variety = variety
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
  /// Which of the right items it is, of equals the first.
  let place: Int

  /// `nil` when there is no right item.
  init?(rightScores: [Float]) {
    guard let best = rightScores.max(), let place = rightScores.firstIndex(of: best) else { return nil }
    score = best
    self.place = place
    rightCount = rightScores.count
    rightLevel = rightScores.count { $0 == best }
  }
}

extension RetrievalTask {
  /// Ranks of every text's images among all images, and of every image's texts among all texts; each score is
  /// computed once for both.
  public func ranks() throws -> (textToImage: RetrievalRanks, imageToText: RetrievalRanks) {
    let scores = try scoresOfTexts()
    let imageScores = tokenScores == nil ? nil : try scoresOfImages()
    let textBars = imagesOfTexts.enumerated().map { text, right in
      RankBar(rightScores: right.map { scores.score(query: text, item: $0) })
    }
    let imageBars = textsOfImages.enumerated().map { image, right in
      RankBar(
        rightScores: right.map {
          imageScores?.score(query: image, item: $0) ?? scores.score(query: $0, item: image)
        })
    }
    var textCounts = RankCounts(bars: textBars, right: imagesOfTexts)
    var imageCounts = RankCounts(bars: imageBars, right: textsOfImages)
    scores.forEachQuery { text, scores in
      textCounts.count(scores, at: text)
      if imageScores == nil { imageCounts.count(scores, of: text) }
    }
    imageScores?.forEachQuery { image, scores in imageCounts.count(scores, at: image) }
    return (textCounts.ranks(of: images), imageCounts.ranks(of: texts))
  }
}

/// Counts the scores above each query's bar and level with it.
private struct RankCounts {
  private let known: [RankBar?]
  /// Infinite for queries that are not asked: nothing is above.
  private let bars: [Float]
  /// The right item that each bar belongs to.
  private let items: [Int]
  private var above: [Int]
  private var level: [Int]
  private var before: [Int]

  /// - Parameter right: the right items of every query, ascending.
  init(bars: [RankBar?], right: [[Int]]) {
    known = bars
    self.bars = bars.map { $0?.score ?? .infinity }
    items = zip(bars, right).map { bar, right in bar.map { right[$0.place] } ?? 0 }
    above = Array(repeating: 0, count: bars.count)
    level = above
    before = above
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
    // Only where there are ties does it matter to other programs' lists on which side of the right item they stand.
    guard level > 1 else { return }
    before[query] = scores[..<items[query]].count { $0 == bar }
  }

  /// One more score of every query.
  ///
  /// - Parameter item: whose scores they are.
  mutating func count(_ scores: UnsafeBufferPointer<Float>, of item: Int) {
    for query in 0..<scores.count {
      above[query] &+= scores[query] > bars[query] ? 1 : 0
      let isLevel = scores[query] == bars[query] ? 1 : 0
      level[query] &+= isLevel
      before[query] &+= item < items[query] ? isLevel : 0
    }
  }

  func ranks(of gallery: EmbeddingTable) -> RetrievalRanks {
    RetrievalRanks(
      bars: known, above: above, level: level, before: before, gallery: gallery.count,
      variety: EmbeddingVariety(gallery))
  }
}
