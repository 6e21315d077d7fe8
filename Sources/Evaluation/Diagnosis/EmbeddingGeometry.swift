#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// How images' and texts' embeddings lie on the unit sphere.
public struct EmbeddingGeometry: Sendable, Equatable {
  /// Distance between the mean of all images and the mean of all texts, 0…2 (Liang et al. 2022).
  public let modalityGap: Double
  /// Mean squared distance between a text and its image, 0…4: small is good (Wang and Isola 2020).
  public let alignment: Double
  /// Logarithm of the mean of `exp(-2 · squared distance)` over pairs of images, at most 0: far below 0 is even.
  public let imageUniformity: Double
  /// The same of texts.
  public let textUniformity: Double
  /// Mean cosine of a text with its image, and with all others.
  public let rightCosine: Double
  public let otherCosine: Double

  /// Rows whose pairs uniformity is taken of, at most; more are chosen evenly.
  public static let uniformityRows = 2_000

  /// Throws when the task has no text with an image.
  public init(_ task: RetrievalTask) throws {
    let pairs = task.imagesOfTexts.enumerated().flatMap { text, images in images.map { (text, $0) } }
    guard !pairs.isEmpty else {
      throw EvaluationError("No text belongs to an image, so that nothing can be diagnosed.")
    }
    let scores = try CosineScores(queries: task.texts, gallery: task.images)
    let (images, texts) = (Self.mean(task.images), Self.mean(task.texts))
    modalityGap = zip(images, texts).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    let right = pairs.reduce(0.0) { $0 + Double(scores.score(query: $1.0, item: $1.1)) }
    let all = zip(images, texts).reduce(0) { $0 + $1.0 * $1.1 } * Double(task.texts.count * task.images.count)
    rightCosine = right / Double(pairs.count)
    otherCosine = (all - right) / Double(max(task.texts.count * task.images.count - pairs.count, 1))
    // Of unit rows the squared distance is 2 - 2 · cosine.
    alignment = 2 - 2 * rightCosine
    imageUniformity = try Self.uniformity(task.images)
    textUniformity = try Self.uniformity(task.texts)
  }

  private static func mean(_ table: EmbeddingTable) -> [Double] {
    var sum = [Double](repeating: 0, count: table.width)
    for row in 0..<table.count {
      for (column, value) in table[row].enumerated() { sum[column] += Double(value) }
    }
    return sum.map { $0 / Double(max(table.count, 1)) }
  }

  static func uniformity(_ table: EmbeddingTable) throws -> Double {
    let count = min(table.count, uniformityRows)
    guard count > 1 else { return 0 }
    let part = table.rows((0..<count).map { $0 * table.count / count })
    var sum = 0.0
    try CosineScores(queries: part, gallery: part).forEachQuery { row, scores in
      for (other, score) in scores.enumerated() where other != row { sum += exp(-4 + 4 * Double(score)) }
    }
    return log(sum / Double(count * (count - 1)))
  }
}
