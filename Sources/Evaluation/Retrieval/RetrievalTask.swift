/// Texts, pictures, and which of them belong together: what recall is measured on.
///
/// A text may name several pictures and a picture may have several texts. All of a task's pictures are the gallery of its
/// texts, and all of its texts the gallery of its pictures; one without a partner only stands in the other's gallery.
public struct RetrievalTask: Sendable {
  public let texts: EmbeddingTable
  public let pictures: EmbeddingTable
  /// For every text the rows of the pictures it names, ascending.
  public let picturesOfTexts: [[Int]]
  /// For every picture the rows of its texts, ascending.
  public let textsOfPictures: [[Int]]

  /// - Parameter picturesOfTexts: for every text the rows of the pictures it names, each in `0 ..< pictures.count`;
  ///   a row given twice counts once.
  /// - Throws: `EvaluationError` when a row does not exist, the lists are not one a text, or the widths differ.
  public init(texts: EmbeddingTable, pictures: EmbeddingTable, picturesOfTexts: [[Int]]) throws {
    guard picturesOfTexts.count == texts.count else {
      throw EvaluationError(
        "A retrieval task of \(texts.count) texts was given the pictures of \(picturesOfTexts.count); give one list a text."
      )
    }
    _ = try CosineScores(queries: texts, gallery: pictures)
    var textsOfPictures = [[Int]](repeating: [], count: pictures.count)
    for (text, rows) in picturesOfTexts.enumerated() {
      for picture in Set(rows) {
        guard textsOfPictures.indices.contains(picture) else {
          throw EvaluationError(
            "Text \"\(texts.ids[text])\" (row \(text)) names picture \(picture), but there are \(pictures.count).")
        }
        textsOfPictures[picture].append(text)
      }
    }
    self.texts = texts
    self.pictures = pictures
    self.picturesOfTexts = picturesOfTexts.map { Set($0).sorted() }
    self.textsOfPictures = textsOfPictures
  }

  /// A task in which every text names one picture.
  ///
  /// - Parameter pictureOfText: for every text the row of its picture.
  public init(texts: EmbeddingTable, pictures: EmbeddingTable, pictureOfText: [Int]) throws {
    try self.init(texts: texts, pictures: pictures, picturesOfTexts: pictureOfText.map { [$0] })
  }
}
