import Console
import Corpora
import Evaluation
import Objectives
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
  private let ensemble: PromptEnsemble

  /// - Parameters:
  ///   - choice: where names and templates come from.
  ///   - languages: of the texts, each once.
  ///   - ensemble: of the texts of a class; nil takes the mean of their embeddings, and the mean of their softmax where the model
  ///     compares token by token.
  ///
  /// Throws when there are no texts in a language, or its names are not as many as the classes.
  public init(
    _ embedding: ModelEmbedding, images: LabeledImages, choice: PromptChoice, languages: [String],
    retrievalProtocol: RetrievalProtocol = .clippo, ensemble: PromptEnsemble? = nil
  ) throws {
    let comparesTokens = embedding.model.compared == .tokens
    guard !comparesTokens || ensemble != .features else {
      throw CommandError(
        "a model that compares token by token has no mean of a class's texts; take --ensemble softmax, or --compare embeddings"
      )
    }
    self.ensemble = ensemble ?? (comparesTokens ? .softmax : .features)
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
    let embedded = tokenWise == nil ? try embedding.images(images) : nil
    let languages = try parts.map { part in
      try run(
        part, on: embedded?.choosing(part.images), title: "\(title), \(part.prompts.language)",
        showsImages: showsImages)
    }
    return languages.count == 1 ? languages[0].report : .classification(languages, title: title)
  }

  private var tokenWise: (any TokenWiseObjective)? {
    embedding.model.compared == .tokens ? embedding.model.tokenWise : nil
  }

  /// Images, how near each is to every class, what of the texts was not seen, and what is alike.
  private struct Scored {
    let embedded: EmbeddedImages
    let scores: ClassScores
    let lost: TextTruncation
    var alike: [String?] = []
  }

  /// - Parameter embedded: nil where tokens are compared, of which nothing is kept from language to language.
  private func scored(_ part: Part, _ embedded: EmbeddedImages?) throws -> Scored {
    let prompts = part.prompts
    let texts = prompts.texts.flatMap { $0 }
    let logitScale = try embedding.model.tower.logitScale()
    guard let embedded else {
      guard let tokenWise else { throw CommandError("there is nothing to compare images by") }
      let (tokens, lost) = try embedding.tokens(of: texts, language: prompts.language, by: tokenWise)
      let found = try embedding.similarities(of: part.images, to: tokens, by: tokenWise)
      let scores = try ClassScores(
        softmaxOf: found.values, images: found.items.count, classes: prompts.texts.count, texts: textsOfClass(prompts),
        logitScale: logitScale)
      return Scored(embedded: found, scores: scores, lost: lost)
    }
    let (table, lost) = try embedding.texts(texts, language: prompts.language)
    let images = try embedded.table()
    let variety = EmbeddingVariety(images).sentence("images")
    guard ensemble == .features else {
      let scores = try ClassScores(
        images: images, texts: table, ofEachClass: textsOfClass(prompts), logitScale: logitScale)
      return Scored(embedded: embedded, scores: scores, lost: lost, alike: [variety])
    }
    let classes = try table.means(ofRuns: prompts.texts.map(\.count), ids: prompts.names.map { $0[0] })
    return Scored(
      embedded: embedded, scores: try ClassScores(images: images, classes: classes), lost: lost,
      alike: [EmbeddingVariety(classes).sentence("classes"), variety])
  }

  /// Texts of a class. Throws where classes have different numbers of them.
  private func textsOfClass(_ prompts: ClassPrompts) throws -> Int {
    let counts = Set(prompts.texts.map(\.count))
    guard counts.count == 1, let count = counts.first else {
      throw CommandError(
        "the softmax is taken of the first texts of all classes, of the second ones and so on, and the classes in "
          + "'\(prompts.language)' have \(counts.min() ?? 0) to \(counts.max() ?? 0) texts; give each one name, or take "
          + "--ensemble features")
    }
    return count
  }

  private func run(
    _ part: Part, on known: EmbeddedImages?, title: String, showsImages: Bool
  ) throws -> ClassifiedLanguage {
    let prompts = part.prompts
    let names = prompts.names.map { $0[0] }
    let scored = try scored(part, known)
    let (embedded, scores, lost, alike) = (scored.embedded, scored.scores, scored.lost, scored.alike)
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
    let nearest =
      ensemble == .features
      ? "the one whose texts are nearest on average"
      : "the one with the highest mean, over its texts, of the softmax over classes"
    let compared = tokenWise == nil ? "" : ", compared token by token"
    return "An image's class is \(nearest): \(many) texts a class, in '\(prompts.language)'\(compared).\(ties)"
  }
}
