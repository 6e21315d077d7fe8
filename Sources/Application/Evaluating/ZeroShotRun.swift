import Console
import Corpora
import Evaluation
import Reports
import TextRendering

/// Tells classes apart by texts alone, in one language or several: nothing is trained for them.
public struct ZeroShotRun {
  /// Texts for classes in one language, and the pictures of those classes.
  private struct Part {
    let prompts: ClassPrompts
    let pictures: LabelledPictures
  }

  private let embedding: ModelEmbedding
  private let parts: [Part]
  /// The pictures that any language asks for.
  private let pictures: LabelledPictures
  private let convention: RetrievalConvention

  /// - Parameters:
  ///   - choice: where names and templates come from.
  ///   - languages: of the texts, each once.
  ///
  /// Throws when there are no texts in a language, or its names are not as many as the classes.
  public init(
    _ embedding: ModelEmbedding, pictures: LabelledPictures, choice: PromptChoice, languages: [String],
    convention: RetrievalConvention = .clippo
  ) throws {
    parts = try languages.distinct.map { language in
      let (prompts, chosen) = try choice.prompts(for: pictures, language: language)
      guard prompts.names.count == chosen.classes.count else {
        throw CommandError(
          "\(chosen.path): there are \(chosen.classes.count) classes and \(prompts.names.count) names in "
            + "'\(language)'; give one name for each, in the order of the classes "
            + "(\(chosen.classes.prefix(3).joined(separator: ", ")), …)")
      }
      return Part(prompts: prompts, pictures: chosen)
    }
    let asked = Set(parts.flatMap { $0.pictures.items.map(\.picture) })
    self.pictures = try pictures.choosing(pictures.items.indices.filter { asked.contains(pictures.items[$0].picture) })
    self.embedding = embedding
    self.convention = convention
  }

  /// Embeds the classes and, once for all languages, the pictures, and compares them.
  ///
  /// - Parameters:
  ///   - title: what the report is called; with one language its tag follows.
  ///   - showsPictures: whether the report shows pictures with what they were taken for.
  public func run(title: String, showsPictures: Bool = false) throws -> MeasureReport {
    let embedded = try embedding.pictures(pictures)
    let languages = try parts.map { part in
      try run(
        part, on: embedded.choosing(part.pictures), title: "\(title), \(part.prompts.language)",
        showsPictures: showsPictures)
    }
    return languages.count == 1 ? languages[0].report : .classification(languages, title: title)
  }

  private func run(
    _ part: Part, on embedded: EmbeddedPictures, title: String, showsPictures: Bool
  ) throws -> ClassifiedLanguage {
    let prompts = part.prompts
    let (texts, lost) = try embedding.texts(prompts.texts.flatMap { $0 }, language: prompts.language)
    let names = prompts.names.map { $0[0] }
    let classes = try texts.means(ofRuns: prompts.texts.map(\.count), ids: names)
    let table = try embedded.table()
    let scores = try ClassScores(pictures: table, classes: classes)
    let alike = [EmbeddingVariety(classes).sentence("classes"), EmbeddingVariety(table).sentence("pictures")]
    func finished(_ report: MeasureReport) throws -> MeasureReport {
      var report = report
      if showsPictures { try gallery(scores, part, of: embedded, names: names).fill(&report, seed: 0) }
      report.notes = alike.compactMap { $0.map { "\($0)." } } + report.notes
      if let sentence = lost.sentence { report.notes.append("Of the texts \(sentence).") }
      report.notes += [pictures.problems.sentence("Samples"), embedded.leftOut.sentence("Pictures")].compactMap { $0 }
      return report
    }
    let about = about(prompts)
    guard !part.pictures.hasSeveralLabels else {
      let result = try SeveralLabelsResult(scores, labels: embedded.items.map(\.labels), convention: convention)
      return ClassifiedLanguage(
        prompts.language, result,
        report: try finished(.severalLabels(result, title: title, about: about, names: names)))
    }
    let result = try ClassificationResult(scores, labels: embedded.labels, convention: convention)
    return ClassifiedLanguage(
      prompts.language, result,
      report: try finished(
        .classification(result, title: title, about: about, names: names, sharedNames: prompts.sharedNames)))
  }

  private func gallery(
    _ scores: ClassScores, _ part: Part, of embedded: EmbeddedPictures, names: [String]
  ) throws -> ClassGallery {
    let (model, prompts) = (embedding.model, part.prompts)
    let reader = try model.readers.make()
    return ClassGallery(
      scores, labels: embedded.items.map(\.labels),
      material: ClassGallery.Material(
        language: prompts.language, names: names, pageColumns: model.recipe.rendering.columns,
        picture: { try embedded.items[$0].picture.shown(side: ReportPicture.longestSide) },
        title: { "\(embedded.items[$0].picture)" },
        page: { label in
          let text = prompts.texts[label][0]
          return try reader.read(text, language: prompts.language, seed: nil).sequence.patches.map { (text, $0) }
        }))
  }

  private func about(_ prompts: ClassPrompts) -> String {
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
}
