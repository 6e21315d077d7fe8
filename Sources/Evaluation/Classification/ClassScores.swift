import CListOrder

/// How near every image is to every class: what classification is counted on.
public struct ClassScores: Sendable {
  /// Number of images.
  public let count: Int
  /// Number of classes.
  public let classes: Int
  /// `[count, classes]`, higher for nearer.
  public let values: [Float]

  /// - Throws: `EvaluationError` when the sizes disagree or a score is not a number.
  public init(count: Int, classes: Int, values: [Float]) throws {
    guard count > 0, classes > 0, values.count == count * classes else {
      throw EvaluationError(
        "Scores of \(count) images for \(classes) classes are not \(values.count) numbers; there must be at least one of each."
      )
    }
    guard !values.contains(where: \.isNaN) else {
      throw EvaluationError("A score is not a number; the model or the probe has diverged.")
    }
    self.count = count
    self.classes = classes
    self.values = values
  }

  /// Cosines of images with the embeddings of classes.
  public init(images: EmbeddingTable, classes: EmbeddingTable) throws {
    var values: [Float] = []
    values.reserveCapacity(images.count * classes.count)
    try CosineScores(queries: images, gallery: classes).forEachQuery { _, scores in
      values.append(contentsOf: scores)
    }
    try self.init(count: images.count, classes: classes.count, values: values)
  }

  /// Scores of one image, `[classes]`.
  public subscript(image: Int) -> ArraySlice<Float> { values[image * classes..<(image + 1) * classes] }

  /// The nearest class of an image; of equal scores the first.
  public func best(_ image: Int) -> Int {
    let row = self[image]
    var best = row.startIndex
    for place in row.indices where row[place] > row[best] { best = place }
    return best - row.startIndex
  }

  /// Where a class stands in an image's list, classes of equal score in random order.
  func place(of label: Int, image: Int) -> TiedRank {
    let row = self[image]
    let bar = row[row.startIndex + label]
    return TiedRank(above: row.count { $0 > bar }, wrong: row.count { $0 == bar } - 1)
  }

  /// How many classes stand before `label` in an image's list: those that score more, and those before it that score the same.
  func rank(of label: Int, image: Int) -> Int {
    let row = self[image]
    let right = row.startIndex + label
    return row.indices.count { row[$0] > row[right] || (row[$0] == row[right] && $0 < right) }
  }

  /// The first `limit` classes of an image as `torch.topk` lists them on a CPU, whatever it does with equal scores.
  func listed(_ limit: Int, image: Int) throws -> [Int] {
    let limit = min(limit, classes)
    var places = [Int64](repeating: 0, count: limit)
    let status = self[image].withUnsafeBufferPointer { scores in
      places.withUnsafeMutableBufferPointer { places in
        guard let scores = scores.baseAddress, let places = places.baseAddress else { return Int32(0) }
        return clippo_list_top(scores, classes, limit, places)
      }
    }
    guard status == 0 else { throw EvaluationError("There is no memory to sort \(classes) scores.") }
    return places.map(Int.init)
  }

  /// Scores of all images for one class, `[count]`.
  package func scores(for label: Int) -> [Float] { (0..<count).map { values[$0 * classes + label] } }

  /// Images by their score for one class, highest first; equal scores in the order of the data.
  package func order(for label: Int) -> [Int] {
    let scores = scores(for: label)
    return scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
  }
}
