import Corpora
import JSON

/// Recall of one split in one language, both directions.
public struct RecallRow: Sendable, Equatable {
  /// The split's name, such as `composition`.
  public let split: String
  /// The language's tag, such as `zh`.
  public let language: String
  /// Text asks, images are found.
  public let textToImage: RetrievalRecall
  /// An image asks, texts are found.
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
  /// What was asked; `nil` where nobody says.
  public var corpus: CorpusVersion?

  public init(rows: [RecallRow] = [], corpus: CorpusVersion? = nil) {
    self.rows = rows
    self.corpus = corpus
  }

  /// Sentences on sets whose embeddings do not tell images or texts apart; empty where all do.
  public var warnings: [String] {
    let sentences = rows.flatMap { row in
      [row.textToImage.variety?.sentence("images"), row.imageToText.variety?.sentence("texts")].compactMap { $0 }.map {
        "\(row.split), \(row.language): \($0)."
      }
    }
    let more = sentences.count - Self.shownWarnings
    return Array(sentences.prefix(Self.shownWarnings)) + (more > 0 ? ["So it is in \(more) more cases."] : [])
  }

  /// Sentences that a reader gets to see.
  private static let shownWarnings = 6

  /// The numbers with the protocol that they were counted by, for programs.
  public func json(_ retrievalProtocol: RetrievalProtocol) -> JSONValue {
    let corpus = corpus.map { [JSONMember("corpus", $0.json)] } ?? []
    return .object(
      [
        JSONMember("protocol", .string(retrievalProtocol.rawValue)),
        JSONMember("about", .string(retrievalProtocol.about)),
      ] + corpus
        + [
          JSONMember("rows", .array(rows.map { $0.json(retrievalProtocol) })),
          JSONMember("warnings", .array(warnings.map { .string($0) })),
        ])
  }

  /// The rows of a split that a mean may be taken of: those with at least half as many images as the largest of them. Among few
  /// images guessing finds the right one, and such a language would outweigh all others.
  public func comparableRows(of split: String) -> [RecallRow] {
    rows.filter { $0.split == split }.withComparableGalleries(\.textToImage.gallery)
  }

  /// Mean of the six recalls of every split and language that can be averaged, in percent; nil where nothing is held out.
  public var meanRecall: Double? {
    let means = rows.map(\.split).distinct.flatMap(comparableRows).map(\.meanOfBothDirections).filter(\.isFinite)
    return means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
  }

  /// The row of a split in a language.
  public subscript(split: String, language: String) -> RecallRow? {
    rows.first { $0.split == split && $0.language == language }
  }
}

extension Array {
  /// The elements with at least half as many images as the largest of them.
  func withComparableGalleries(_ gallery: (Element) -> Int) -> [Element] {
    let largest = map(gallery).max() ?? 0
    return filter { 2 * gallery($0) >= largest }
  }
}

extension RecallRow {
  fileprivate func json(_ retrievalProtocol: RetrievalProtocol) -> JSONValue {
    func json(_ recall: RetrievalRecall) -> JSONValue {
      [
        "recall": .array(recall.percent.map { .number($0) }), "mean_recall": .number(recall.meanRecall),
        "median_rank": .number(recall.medianRank), "queries": .integer(recall.queries),
        "gallery": .integer(recall.gallery), "chance": .array(recall.chance.map { .number($0) }),
        "tied": .integer(recall.tied), "distinct": recall.variety.map { .integer($0.distinct) } ?? .null,
      ]
    }
    var members = [
      JSONMember("split", .string(split)), JSONMember("language", .string(language)),
      JSONMember("t2i", json(textToImage)), JSONMember("i2t", json(imageToText)),
    ]
    if retrievalProtocol.joinsDirections { members.append(JSONMember("mean_recall", .number(meanOfBothDirections))) }
    return .object(members)
  }
}
