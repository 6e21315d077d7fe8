/// What every query of one direction found, as a protocol counts it.
public struct QueryHits: Sendable, Equatable {
  /// For every depth of `RetrievalRecall.depths` and every query that was asked, the probability that a right item is among
  /// the first so many, 0…1; without ties 0 or 1.
  public let shares: [[Double]]
  /// Rank of every query's first right item, 0 for first place; an expectation where it ties with wrong ones.
  public let ranks: [Double]

  init(shares: [[Double]], ranks: [Double]) {
    self.shares = shares
    self.ranks = ranks
  }

  /// Equal scores in random order.
  public init(_ ranks: [TiedRank]) {
    self.init(
      shares: RetrievalRecall.depths.map { depth in ranks.map { $0.hit(within: depth) } },
      ranks: ranks.map(\.expected))
  }

  /// Ranks that are certain, 0 for first place.
  init(certain ranks: [Int]) { self.init(ranks.map { TiedRank(above: $0) }) }

  /// Shares of one query at every depth.
  public func shares(of place: Int) -> [Double] { shares.map { $0[place] } }
}

extension RetrievalTask {
  /// What the queries of both directions find, as a protocol counts it. Which captions take part is decided before.
  ///
  /// - Parameter ranks: of this task.
  public func hits(
    _ retrievalProtocol: RetrievalProtocol, ranks: (textToImage: RetrievalRanks, imageToText: RetrievalRanks)
  ) throws -> (textToImage: QueryHits, imageToText: QueryHits) {
    (
      try hits(
        retrievalProtocol, ranks.textToImage, SortedLists(scoresOfTexts(), right: imagesOfTexts)),
      try hits(retrievalProtocol, ranks.imageToText, SortedLists(scoresOfImages(), right: textsOfImages))
    )
  }

  private func hits(
    _ retrievalProtocol: RetrievalProtocol, _ ranks: RetrievalRanks, _ lists: SortedLists
  ) throws -> QueryHits {
    switch retrievalProtocol.ties {
    case .random: QueryHits(ranks.ranks)
    case .free: QueryHits(certain: ranks.ranks.map(\.above))
    case .gallery: QueryHits(certain: ranks.listRanks)
    case .argSort: QueryHits(certain: try lists.sortedRanks())
    case .topK:
      QueryHits(shares: try lists.topHits(RetrievalRecall.depths), ranks: ranks.listRanks.map(Double.init))
    }
  }

  /// Recall both ways, counted as a protocol counts it. Which captions take part is decided before.
  public func recall(
    _ retrievalProtocol: RetrievalProtocol
  ) throws -> (textToImage: RetrievalRecall, imageToText: RetrievalRecall) {
    let ranks = try ranks()
    let hits = try hits(retrievalProtocol, ranks: ranks)
    return (
      RetrievalRecall(ranks.textToImage, hits.textToImage, floorsMedian: retrievalProtocol.floorsMedian),
      RetrievalRecall(ranks.imageToText, hits.imageToText, floorsMedian: retrievalProtocol.floorsMedian)
    )
  }
}
