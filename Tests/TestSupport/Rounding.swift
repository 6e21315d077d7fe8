/// What a format's arithmetic may be off by, whatever the order of sums, with or without fused operations: bounds that follow from
/// the format and hold on every processor (Higham, Accuracy and Stability of Numerical Algorithms, 2002, sections 2.2, 3.1 and
/// 2.8).
public enum Rounding: Sendable {
  case float32, bfloat16

  /// The largest relative error of one rounding to nearest.
  public var unit: Double {
    switch self {
    case .float32: 0x1p-24
    case .bfloat16: 0x1p-8
    }
  }

  /// Largest relative error of a number that so many roundings, one after the other, lead to; where sums meet numbers of either
  /// sign, relative to the sum of their sizes.
  public func steps(_ count: Int) -> Double {
    let sum = Double(count) * unit
    return sum < 1 ? sum / (1 - sum) : .infinity
  }

  /// Largest error of a sum of so many products, relative to the sum of their sizes.
  public func sum(of terms: Int) -> Double { steps(terms) }

  /// What so many roundings of either sign nearly always stay below: they add up like a random walk. For errors relative to the
  /// largest of many results.
  public func walk(of count: Int) -> Double { 2 * Double(count).squareRoot() * unit }

  /// Largest difference of a number that was computed in two ways, through sums of such lengths one behind the other.
  public func twoWays(throughSumsOf terms: [Int]) -> Double { 2 * steps(terms.reduce(0, +)) }
}

/// Lengths of the sums that a number meets on its way through a tower of transformer blocks.
public struct TowerSums: Sendable {
  /// Forwards.
  public let forwards: [Int]

  /// - Parameters:
  ///   - input: values of a patch; 1 for tokens, which are looked up.
  ///   - tokens: of the longest sequence.
  public init(input: Int, width: Int, mlp: Int, heads: Int, depth: Int, tokens: Int, embedding: Int) {
    // Two norms, queries and keys, scores, values and their weights, what leaves attention, two dense layers.
    let block = [width, width, width / heads, width, tokens, width, width, width, mlp]
    // The last norm, pooling through a probe, the head, and the length of what comes out.
    forwards = [input] + (0..<depth).flatMap { _ in block } + [width, width, tokens, width, embedding]
  }

  /// There and back, where each sum has a derivative of about its length, and then over the tokens of a batch.
  public func andBack(batchTokens: Int) -> [Int] { forwards + forwards + [batchTokens] }
}
