import CListOrder

/// How near every picture is to every class: what classification is counted on.
public struct ClassScores: Sendable {
  /// Number of pictures.
  public let count: Int
  /// Number of classes.
  public let classes: Int
  /// `[count, classes]`, higher for nearer.
  public let values: [Float]

  /// - Throws: `EvaluationError` when the sizes disagree or a score is not a number.
  public init(count: Int, classes: Int, values: [Float]) throws {
    guard count > 0, classes > 0, values.count == count * classes else {
      throw EvaluationError(
        "Scores of \(count) pictures for \(classes) classes are not \(values.count) numbers; there must be at least one of each."
      )
    }
    guard !values.contains(where: \.isNaN) else {
      throw EvaluationError("A score is not a number; the model or the probe has diverged.")
    }
    self.count = count
    self.classes = classes
    self.values = values
  }

  /// Cosines of pictures with the embeddings of classes.
  public init(pictures: EmbeddingTable, classes: EmbeddingTable) throws {
    var values: [Float] = []
    values.reserveCapacity(pictures.count * classes.count)
    try CosineScores(queries: pictures, gallery: classes).forEachQuery { _, scores in
      values.append(contentsOf: scores)
    }
    try self.init(count: pictures.count, classes: classes.count, values: values)
  }

  /// Scores of one picture, `[classes]`.
  public subscript(picture: Int) -> ArraySlice<Float> { values[picture * classes..<(picture + 1) * classes] }

  /// The nearest class of a picture; of equal scores the first.
  public func best(_ picture: Int) -> Int {
    let row = self[picture]
    var best = row.startIndex
    for place in row.indices where row[place] > row[best] { best = place }
    return best - row.startIndex
  }

  /// Where a class stands in a picture's list, classes of equal score in random order.
  func place(of label: Int, picture: Int) -> TiedRank {
    let row = self[picture]
    let bar = row[row.startIndex + label]
    return TiedRank(above: row.count { $0 > bar }, wrong: row.count { $0 == bar } - 1)
  }

  /// How many classes stand before `label` in a picture's list: those that score more, and those before it that score the same.
  func rank(of label: Int, picture: Int) -> Int {
    let row = self[picture]
    let right = row.startIndex + label
    return row.indices.count { row[$0] > row[right] || (row[$0] == row[right] && $0 < right) }
  }

  /// The first `limit` classes of a picture as `torch.topk` lists them on a CPU, whatever it does with equal scores.
  func listed(_ limit: Int, picture: Int) throws -> [Int] {
    let limit = min(limit, classes)
    var places = [Int64](repeating: 0, count: limit)
    let status = self[picture].withUnsafeBufferPointer { scores in
      places.withUnsafeMutableBufferPointer { places in
        guard let scores = scores.baseAddress, let places = places.baseAddress else { return Int32(0) }
        return clippo_list_top(scores, classes, limit, places)
      }
    }
    guard status == 0 else { throw EvaluationError("There is no memory to sort \(classes) scores.") }
    return places.map(Int.init)
  }

  /// Scores of all pictures for one class, `[count]`.
  package func scores(for label: Int) -> [Float] { (0..<count).map { values[$0 * classes + label] } }

  /// Pictures by their score for one class, highest first; equal scores in the order of the data.
  package func order(for label: Int) -> [Int] {
    let scores = scores(for: label)
    return scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
  }
}
