/// Texts, images, and which of them belong together: what recall is measured on.
///
/// A text may name several images and an image may have several texts. All of a task's images are the gallery of its
/// texts, and all of its texts the gallery of its images; one without a partner only stands in the other's gallery.
public struct RetrievalTask: Sendable {
  public let texts: EmbeddingTable
  public let images: EmbeddingTable
  /// For every text the rows of the images it names, ascending.
  public let imagesOfTexts: [[Int]]
  /// For every image the rows of its texts, ascending.
  public let textsOfImages: [[Int]]
  /// What stands in the place of the embeddings' cosines where a model compares token by token.
  public let tokenScores: TokenScores?

  /// - Parameter imagesOfTexts: for every text the rows of the images it names, each in `0 ..< images.count`;
  ///   a row given twice counts once.
  /// - Parameter tokenScores: of all texts and images, in the place of the cosines of the embeddings.
  /// - Throws: `EvaluationError` when a row does not exist, the lists are not one a text, the widths differ, or there are not as many
  ///   scores as pairs.
  public init(
    texts: EmbeddingTable, images: EmbeddingTable, imagesOfTexts: [[Int]], tokenScores: TokenScores? = nil
  ) throws {
    guard imagesOfTexts.count == texts.count else {
      throw EvaluationError(
        "A retrieval task of \(texts.count) texts was given the images of \(imagesOfTexts.count); give one list a text."
      )
    }
    _ = try CosineScores(queries: texts, gallery: images)
    var textsOfImages = [[Int]](repeating: [], count: images.count)
    for (text, rows) in imagesOfTexts.enumerated() {
      for image in Set(rows) {
        guard textsOfImages.indices.contains(image) else {
          throw EvaluationError(
            "Text \"\(texts.ids[text])\" (row \(text)) names image \(image), but there are \(images.count).")
        }
        textsOfImages[image].append(text)
      }
    }
    if let tokenScores {
      let count = texts.count * images.count
      guard tokenScores.texts.count == count, tokenScores.images.count == count else {
        throw EvaluationError("There are not as many scores of tokens as pairs of texts and images, \(count).")
      }
    }
    self.tokenScores = tokenScores
    self.texts = texts
    self.images = images
    self.imagesOfTexts = imagesOfTexts.map { Set($0).sorted() }
    self.textsOfImages = textsOfImages
  }

  /// A task in which every text names one image.
  ///
  /// - Parameter imageOfText: for every text the row of its image.
  public init(texts: EmbeddingTable, images: EmbeddingTable, imageOfText: [Int]) throws {
    try self.init(texts: texts, images: images, imagesOfTexts: imageOfText.map { [$0] })
  }
}

extension RetrievalTask {
  /// Of every text its scores with all images.
  public func scoresOfTexts() throws -> CosineScores {
    try CosineScores(queries: texts, gallery: images, scores: tokenScores?.texts)
  }

  /// Of every image its scores with all texts.
  public func scoresOfImages() throws -> CosineScores {
    try CosineScores(queries: images, gallery: texts, scores: tokenScores?.images)
  }
}
