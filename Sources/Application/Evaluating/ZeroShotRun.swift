import Console
import Corpora
import Evaluation
import Reports
import TextRendering

/// Tells classes apart by texts alone, in one language or several: nothing is trained for them.
public struct ZeroShotRun {
  /// Texts for classes in one language, and the images of those classes.
  private struct Part {
    let prompts: ClassPrompts
    let images: LabeledImages
  }

  private let embedding: ModelEmbedding
  private let parts: [Part]
  /// The images that any language asks for.
  private let images: LabeledImages
  private let retrievalProtocol: RetrievalProtocol

  /// - Parameters:
  ///   - choice: where names and templates come from.
  ///   - languages: of the texts, each once.
  ///
  /// Throws when there are no texts in a language, or its names are not as many as the classes.
  public init(
    _ embedding: ModelEmbedding, images: LabeledImages, choice: PromptChoice, languages: [String],
    retrievalProtocol: RetrievalProtocol = .clippo
  ) throws {
    parts = try languages.distinct.map { language in
      let (prompts, chosen) = try choice.prompts(for: images, language: language)
      guard prompts.names.count == chosen.classes.count else {
        throw CommandError(
          "\(chosen.path): there are \(chosen.classes.count) classes and \(prompts.names.count) names in "
            + "'\(language)'; give one name for each, in the order of the classes "
            + "(\(chosen.classes.prefix(3).joined(separator: ", ")), …)")
      }
      return Part(prompts: prompts, images: chosen)
    }
    let queried = Set(parts.flatMap { $0.images.items.map(\.image) })
    self.images = try images.choosing(images.items.indices.filter { queried.contains(images.items[$0].image) })
    self.embedding = embedding
    self.retrievalProtocol = retrievalProtocol
  }

  /// Embeds the classes and, once for all languages, the images, and compares them.
  ///
  /// - Parameters:
  ///   - title: what the report is called; with one language its tag follows.
  ///   - showsImages: whether the report shows images with what they were taken for.
  public func run(title: String, showsImages: Bool = false) throws -> MeasureReport {
    let embedded = try embedding.images(images)
    let languages = try parts.map { part in
      try run(
        part, on: embedded.choosing(part.images), title: "\(title), \(part.prompts.language)",
        showsImages: showsImages)
    }
    return languages.count == 1 ? languages[0].report : .classification(languages, title: title)
  }

  private func run(
    _ part: Part, on embedded: EmbeddedImages, title: String, showsImages: Bool
  ) throws -> ClassifiedLanguage {
    let prompts = part.prompts
    let (texts, lost) = try embedding.texts(prompts.texts.flatMap { $0 }, language: prompts.language)
    let names = prompts.names.map { $0[0] }
    let classes = try texts.means(ofRuns: prompts.texts.map(\.count), ids: names)
    let table = try embedded.table()
    let scores = try ClassScores(images: table, classes: classes)
    let alike = [EmbeddingVariety(classes).sentence("classes"), EmbeddingVariety(table).sentence("images")]
    func finished(_ report: MeasureReport) throws -> MeasureReport {
      var report = report
      if showsImages { try gallery(scores, part, of: embedded, names: names).fill(&report, seed: 0) }
      report.notes = alike.compactMap { $0.map { "\($0)." } } + report.notes
      if let sentence = lost.sentence { report.notes.append("Of the texts \(sentence).") }
      report.notes += [images.skipped.sentence("Samples"), embedded.skipped.sentence("Images")].compactMap { $0 }
      return report
    }
    let about = about(prompts)
    guard !part.images.hasSeveralLabels else {
      let result = try SeveralLabelsResult(
        scores, labels: embedded.items.map(\.labels), retrievalProtocol: retrievalProtocol)
      return ClassifiedLanguage(
        prompts.language, result,
        report: try finished(.severalLabels(result, title: title, about: about, names: names)))
    }
    let result = try ClassificationResult(scores, labels: embedded.labels, retrievalProtocol: retrievalProtocol)
    return ClassifiedLanguage(
      prompts.language, result,
      report: try finished(
        .classification(result, title: title, about: about, names: names, sharedNames: prompts.sharedNames)))
  }

  private func gallery(
    _ scores: ClassScores, _ part: Part, of embedded: EmbeddedImages, names: [String]
  ) throws -> ClassGallery {
    let (model, prompts) = (embedding.model, part.prompts)
    let reader = try model.readers.make()
    return ClassGallery(
      scores, labels: embedded.items.map(\.labels),
      material: ClassGallery.Material(
        language: prompts.language, names: names, pageColumns: model.recipe.rendering.columns,
        image: { try embedded.items[$0].image.shown(side: ReportImage.longestSide) },
        title: { "\(embedded.items[$0].image)" },
        page: { label in
          let text = prompts.texts[label][0]
          return try reader.read(text, language: prompts.language, seed: nil).sequence.patches.map { (text, $0) }
        }))
  }

  private func about(_ prompts: ClassPrompts) -> String {
    let counts = Set(prompts.texts.map(\.count))
    let many = counts.min() == counts.max() ? "\(counts.max() ?? 0)" : "\(counts.min() ?? 0) to \(counts.max() ?? 0)"
    let ties =
      switch retrievalProtocol {
      case .clippo: " Equal scores stand in random order."
      case .clipBenchmark: " Equal scores stand where torch.topk leaves them."
      case .optimistic, .chineseCLIP, .openCLIP, .wukong, .karpathy: " Of equal scores the first class comes first."
      }
    return "An image's class is the one whose texts are nearest on average: \(many) texts a class, in "
      + "'\(prompts.language)'.\(ties)"
  }
}
