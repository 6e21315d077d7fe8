/// Embeddings of images or texts with a class each: what probes are trained and measured on.
public struct LabeledFeatures: Sendable {
  public let width: Int
  /// `[count, width]`.
  public let values: [Float]
  /// The class of every row, below `classes`.
  public let labels: [Int]
  public let classes: Int

  public var count: Int { labels.count }

  /// - Throws: `EvaluationError` when the sizes disagree, a label names no class, or there is nothing.
  public init(width: Int, values: [Float], labels: [Int], classes: Int) throws {
    guard width > 0, classes > 0, !labels.isEmpty, values.count == labels.count * width,
      labels.allSatisfy((0..<classes).contains)
    else {
      throw EvaluationError(
        "\(labels.count) features of width \(width) with labels below \(classes) do not go with \(values.count) values."
      )
    }
    self.width = width
    self.values = values
    self.labels = labels
    self.classes = classes
  }

  public init(_ table: EmbeddingTable, labels: [Int], classes: Int) throws {
    try self.init(width: table.width, values: table.values, labels: labels, classes: classes)
  }

  /// The rows at `numbers`, in their order.
  public func rows(_ numbers: [Int]) throws -> LabeledFeatures {
    var values: [Float] = []
    values.reserveCapacity(numbers.count * width)
    for number in numbers { values += self.values[number * width..<(number + 1) * width] }
    return try LabeledFeatures(width: width, values: values, labels: numbers.map { labels[$0] }, classes: classes)
  }

  /// Unit rows, for cosines.
  func table() throws -> EmbeddingTable {
    try EmbeddingTable(ids: labels.indices.map(String.init), width: width, values: values)
  }
}

/// Something that was fitted to features and scores others.
public protocol Probe: Sendable {
  /// Scores `[features.count, classes]`, higher for nearer.
  func scores(_ features: LabeledFeatures) throws -> ClassScores
}

extension Probe {
  /// What the probe reaches on features it was not fitted to.
  public func result(on features: LabeledFeatures) throws -> ClassificationResult {
    try ClassificationResult(scores(features), labels: features.labels)
  }
}
