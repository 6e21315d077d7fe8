import Console

/// Whether a model's embeddings tell its inputs apart at all: a model that has collapsed gives all of them one embedding, or
/// nearly one.
public struct EmbeddingVariety: Sendable, Equatable {
  /// Number of embeddings.
  public let count: Int
  /// Number of different inputs, by what their rows are known by.
  public let inputs: Int
  /// Number of different embeddings, bit by bit.
  public let distinct: Int
  /// Mean cosine of two of the embeddings, -1…1; 0 of fewer than two.
  public let meanCosine: Double

  /// Mean cosine from which embeddings are nearly the same: two of them are then 0.014 apart on average.
  public static let alikeCosine = 0.9999

  /// Counts the rows of a table.
  public init(_ table: EmbeddingTable) {
    count = table.count
    inputs = Set(table.ids).count
    distinct = Self.distinct(table)
    meanCosine = Self.meanCosine(table)
  }

  /// A sentence where the embeddings tell next to nothing apart; nil where they do.
  ///
  /// - Parameter what: what was embedded, such as `images`.
  public func sentence(_ what: String) -> String? {
    guard count > 1 else { return nil }
    let all = NumberText.thousands(count)
    if distinct == 1 {
      return "all \(all) \(what) have one and the same embedding: either they are the same \(what), or the model tells "
        + "none of them apart"
    }
    let many = "\(all) \(what) have \(NumberText.thousands(distinct)) distinct embeddings"
    if meanCosine > Self.alikeCosine {
      // Cut off, not rounded: they are not the same.
      let cosine = NumberText.fixed(min((meanCosine * 1e6).rounded(.down) / 1e6, 0.999999), decimals: 6)
      return "\(many), and those are nearly the same (mean cosine \(cosine)): the "
        + "model hardly tells the \(what) apart"
    }
    return 2 * distinct <= inputs ? "\(many) only: the model gives different \(what) the same one" : nil
  }

  private static func distinct(_ table: EmbeddingTable) -> Int {
    var rows: [UInt64: [Int]] = [:]
    var distinct = 0
    for row in 0..<table.count {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for value in table[row] { hash = (hash ^ UInt64(value.bitPattern)) &* 0x0000_0100_0000_01b3 }
      if rows[hash, default: []].contains(where: { table[$0].elementsEqual(table[row]) }) { continue }
      rows[hash, default: []].append(row)
      distinct += 1
    }
    return distinct
  }

  /// Of all pairs at once: the square of the sum holds every pair twice, and every row with itself.
  private static func meanCosine(_ table: EmbeddingTable) -> Double {
    guard table.count > 1 else { return 0 }
    var sum = [Double](repeating: 0, count: table.width)
    var own = 0.0
    for row in 0..<table.count {
      for (column, value) in table[row].enumerated() {
        sum[column] += Double(value)
        own += Double(value) * Double(value)
      }
    }
    let pairs = Double(table.count) * Double(table.count - 1)
    return (sum.reduce(0) { $0 + $1 * $1 } - own) / pairs
  }
}
