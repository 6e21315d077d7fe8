/// Where the best right item of a query stands in a list in which items may score the same.
///
/// Equal scores have no order of their own. Here they stand in a random one, every order as likely as any other, so that a
/// hit is a probability and a rank an expectation. A model that gives every input the same embedding then reaches exactly
/// what guessing reaches (McSherry and Najork 2008, "Computing Information Retrieval Performance Measures Efficiently in
/// the Presence of Tied Scores").
public struct TiedRank: Sendable, Hashable {
  /// Items that score more than the best right one.
  public let above: Int
  /// Wrong items that score as much as the best right one.
  public let wrong: Int
  /// Right items that score as much as the best right one, itself among them.
  public let right: Int

  /// - Parameters: 0 or more; `right` at least 1.
  public init(above: Int, wrong: Int = 0, right: Int = 1) {
    self.above = max(0, above)
    self.wrong = max(0, wrong)
    self.right = max(1, right)
  }

  /// Probability that a right item is among the first `depth`, 0…1: of the places that are left below the items above, at
  /// least one of those drawn from the tied items without replacement is a right one (hypergeometric).
  public func hit(within depth: Int) -> Double {
    guard depth > above else { return 0 }
    return RetrievalRecall.chanceOfHit(right: right, gallery: wrong + right, depth: depth - above)
  }

  /// Expected rank of the first right item, 0 for first place: on average `wrong / (right + 1)` wrong ones of the tied items
  /// stand before the first right one.
  public var expected: Double { Double(above) + Double(wrong) / Double(right + 1) }
}

extension TiedRank {
  /// Where the best of `right` stands among scores; nil where none is right.
  ///
  /// - Parameter right: places of the scores that are right, each once.
  package init?(_ scores: [Float], right: some Sequence<Int>) {
    guard let bar = RankBar(rightScores: right.map { scores[$0] }) else { return nil }
    let level = scores.count { $0 == bar.score }
    self.init(above: scores.count { $0 > bar.score }, wrong: level - bar.rightLevel, right: bar.rightLevel)
  }
}
