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

  /// - Parameter imagesOfTexts: for every text the rows of the images it names, each in `0 ..< images.count`;
  ///   a row given twice counts once.
  /// - Throws: `EvaluationError` when a row does not exist, the lists are not one a text, or the widths differ.
  public init(texts: EmbeddingTable, images: EmbeddingTable, imagesOfTexts: [[Int]]) throws {
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
