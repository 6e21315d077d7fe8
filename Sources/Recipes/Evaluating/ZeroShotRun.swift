import Console
import Corpora
import Evaluation
import TextRendering

/// Tells classes apart by texts alone: nothing is trained for them.
public struct ZeroShotRun {
  private let embedding: ModelEmbedding
  private let pictures: LabelledPictures
  private let prompts: ClassPrompts
  private let convention: RetrievalConvention

  /// - Parameter prompts: one list of texts for each of the pictures' classes.
  ///
  /// Throws when the classes are not as many.
  public init(
    _ embedding: ModelEmbedding, pictures: LabelledPictures, prompts: ClassPrompts,
    convention: RetrievalConvention = .clippo
  ) throws {
    guard prompts.names.count == pictures.classes.count else {
      throw CommandError(
        "\(pictures.path): there are \(pictures.classes.count) classes and \(prompts.names.count) names in "
          + "'\(prompts.language)'; give one name for each, in the order of the classes (\(pictures.classes.prefix(3).joined(separator: ", ")), …)"
      )
    }
    self.embedding = embedding
    self.pictures = pictures
    self.prompts = prompts
    self.convention = convention
  }

  /// Embeds the classes and the pictures and compares them.
  ///
  /// - Parameters:
  ///   - title: what the report is called.
  ///   - showsPictures: whether the report shows pictures with what they were taken for.
  public func run(title: String, showsPictures: Bool = false) throws -> MeasureReport {
    let (texts, lost) = try embedding.texts(prompts.texts.flatMap { $0 }, language: prompts.language)
    let names = prompts.names.map { $0[0] }
    let classes = try texts.means(ofRuns: prompts.texts.map(\.count), ids: names)
    let embedded = try embedding.pictures(pictures)
    let scores = try ClassScores(pictures: embedded.table(), classes: classes)
    var report = try self.report(scores, of: embedded, title: title, names: names)
    if showsPictures { try gallery(scores, of: embedded, names: names).fill(&report, seed: 0) }
    report.notes =
      [
        EmbeddingVariety(classes).sentence("classes"), EmbeddingVariety(try embedded.table()).sentence("pictures"),
      ].compactMap { $0.map { "\($0)." } } + report.notes
    if let sentence = lost.sentence { report.notes.append("Of the texts \(sentence).") }
    report.notes += [pictures.problems.sentence("Samples"), embedded.leftOut.sentence("Pictures")].compactMap { $0 }
    return report
  }

  private func gallery(_ scores: ClassScores, of embedded: EmbeddedPictures, names: [String]) throws -> ClassGallery {
    let model = embedding.model
    let reader = try model.readers.make()
    return ClassGallery(
      scores, labels: embedded.items.map(\.labels),
      material: ClassGallery.Material(
        language: prompts.language, names: names, pageColumns: model.recipe.page.columns,
        picture: { try embedded.items[$0].picture.shown(side: ReportPicture.longestSide) },
        title: { "\(embedded.items[$0].picture)" },
        page: { [prompts] label in
          let text = prompts.texts[label][0]
          return try reader.read(text, language: prompts.language, seed: nil).sequence.patches.map { (text, $0) }
        }))
  }

  private var about: String {
    let counts = Set(prompts.texts.map(\.count))
    let many = counts.min() == counts.max() ? "\(counts.max() ?? 0)" : "\(counts.min() ?? 0) to \(counts.max() ?? 0)"
    let ties =
      switch convention {
      case .clippo: " Equal scores stand in random order."
      case .clipBenchmark: " Equal scores stand where torch.topk leaves them."
      case .optimistic, .chineseCLIP, .openCLIP, .wukong, .karpathy: " Of equal scores the first class comes first."
      }
    return "A picture's class is the one whose texts are nearest on average: \(many) texts a class, in "
      + "'\(prompts.language)'.\(ties)"
  }

  private func report(
    _ scores: ClassScores, of embedded: EmbeddedPictures, title: String, names: [String]
  ) throws -> MeasureReport {
    guard !pictures.hasSeveralLabels else {
      return .severalLabels(
        try SeveralLabelsResult(scores, labels: embedded.items.map(\.labels), convention: convention), title: title,
        about: about, names: names)
    }
    return .classification(
      try ClassificationResult(scores, labels: embedded.labels, convention: convention), title: title, about: about,
      names: names, sharedNames: prompts.sharedNames)
  }
}
