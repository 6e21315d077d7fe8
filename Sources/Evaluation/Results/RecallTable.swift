/// Recall of one split in one language, both directions.
public struct RecallRow: Sendable, Equatable {
  /// The split's name, such as `composition`.
  public let split: String
  /// The language's tag, such as `zh`.
  public let language: String
  /// Text asks, pictures are found.
  public let textToImage: RetrievalRecall
  /// A picture asks, texts are found.
  public let imageToText: RetrievalRecall

  /// Mean of the six recalls, both directions: the mean recall of Wukong and COCO-CN.
  public var meanOfBothDirections: Double { (textToImage.meanRecall + imageToText.meanRecall) / 2 }

  public init(split: String, language: String, textToImage: RetrievalRecall, imageToText: RetrievalRecall) {
    self.split = split
    self.language = language
    self.textToImage = textToImage
    self.imageToText = imageToText
  }

  /// The recalls that follow from a task's ranks.
  public init(
    split: String, language: String, ranks: (textToImage: RetrievalRanks, imageToText: RetrievalRanks)
  ) {
    self.init(
      split: split, language: language, textToImage: RetrievalRecall(ranks.textToImage),
      imageToText: RetrievalRecall(ranks.imageToText))
  }

  /// Measures a task both ways.
  public init(split: String, language: String, task: RetrievalTask) throws {
    self.init(split: split, language: language, ranks: try task.ranks())
  }

  /// Measures a task both ways, with an interval around every recall.
  public init(
    split: String, language: String, task: RetrievalTask, interval: RecallInterval,
    using generator: inout some RandomNumberGenerator
  ) throws {
    self.init(split: split, language: language, ranks: try task.ranks(), interval: interval, using: &generator)
  }

  /// The recalls that follow from a task's ranks, with an interval around every one.
  public init(
    split: String, language: String, ranks: (textToImage: RetrievalRanks, imageToText: RetrievalRanks),
    interval: RecallInterval, using generator: inout some RandomNumberGenerator
  ) {
    var textToImage = RetrievalRecall(ranks.textToImage)
    var imageToText = RetrievalRecall(ranks.imageToText)
    textToImage.intervals = interval.intervals(of: ranks.textToImage, using: &generator)
    imageToText.intervals = interval.intervals(of: ranks.imageToText, using: &generator)
    self.init(split: split, language: language, textToImage: textToImage, imageToText: imageToText)
  }
}

/// Recall of every split in every language, in the order in which they were measured.
public struct RecallTable: Sendable, Equatable {
  public var rows: [RecallRow]

  public init(rows: [RecallRow] = []) {
    self.rows = rows
  }

  /// The row of a split in a language.
  public subscript(split: String, language: String) -> RecallRow? {
    rows.first { $0.split == split && $0.language == language }
  }
}
