/// How well a score tells two kinds apart, whatever threshold is taken.
public struct Separation: Sendable, Equatable {
  /// Area under the receiver operating characteristic: the probability that one of the kind scores higher than one that is not, where
  /// equal scores count half. 0.5 is chance, 1 is perfect.
  public let area: Double
  /// How many are of the kind, and how many are not.
  public let positives: Int
  public let negatives: Int

  /// - Parameters:
  ///   - scores: of all; none is NaN.
  ///   - isPositive: whether each is of the kind, as many as scores.
  ///
  /// Nil where there are none of a kind, since nothing can be told apart then.
  public init?(_ scores: [Double], isPositive: [Bool]) {
    positives = isPositive.count { $0 }
    negatives = isPositive.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    // Sum of the ranks of positives, where equal scores share the mean of theirs (Mann and Whitney 1947).
    var rankSum = 0.0
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      let rank = Double(start + end + 1) / 2
      rankSum += rank * Double(order[start..<end].count { isPositive[$0] })
      start = end
    }
    let least = Double(positives) * Double(positives + 1) / 2
    area = (rankSum - least) / (Double(positives) * Double(negatives))
  }
}
