#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// How the several texts of a class become one score.
public enum PromptEnsemble: String, CaseIterable, Sendable {
  /// The mean of their unit embeddings stands for the class (CLIP).
  case features
  /// Every text is asked by itself: the softmax over classes is taken of the first texts, of the second ones and so on, and their
  /// mean is the score (Wukong, Gu et al. 2022). This does without embeddings of classes, so that it serves tokens too.
  case softmax
}

extension ClassScores {
  /// The mean, over the texts of a class, of the softmax over classes.
  ///
  /// - Parameters:
  ///   - similarities: `[images, classes · texts]`, the texts of a class one after another.
  ///   - texts: of each class.
  ///   - logitScale: factor on the similarities.
  ///
  /// Throws where the sizes disagree, or a score is not a number.
  public init(
    softmaxOf similarities: [Float], images: Int, classes: Int, texts: Int, logitScale: Double
  ) throws {
    let width = classes * texts
    guard texts > 0, similarities.count == images * width else {
      throw EvaluationError(
        "\(similarities.count) similarities are not those of \(images) images with \(texts) texts of \(classes) classes."
      )
    }
    var values = [Float](repeating: 0, count: images * classes)
    for image in 0..<images {
      for text in 0..<texts {
        let logits = (0..<classes).map { logitScale * Double(similarities[image * width + $0 * texts + text]) }
        let largest = logits.max() ?? 0
        let powers = logits.map { exp($0 - largest) }
        let sum = powers.reduce(0, +) * Double(texts)
        for (label, power) in powers.enumerated() { values[image * classes + label] += Float(power / sum) }
      }
    }
    try self.init(count: images, classes: classes, values: values)
  }

  /// The same of unit embeddings.
  public init(images: EmbeddingTable, texts: EmbeddingTable, ofEachClass count: Int, logitScale: Double) throws {
    var similarities: [Float] = []
    similarities.reserveCapacity(images.count * texts.count)
    try CosineScores(queries: images, gallery: texts).forEachQuery { _, scores in
      similarities.append(contentsOf: scores)
    }
    try self.init(
      softmaxOf: similarities, images: images.count, classes: texts.count / max(1, count), texts: count,
      logitScale: logitScale)
  }
}
