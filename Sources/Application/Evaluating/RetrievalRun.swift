import Console
import Corpora
import Evaluation
import Files
import Reports
import TextRendering

/// Measures a model on images and captions of any corpus.
public struct RetrievalRun {
  private let evaluator: RunEvaluator

  /// What was skipped when the corpus was opened.
  private let skipped: SkippedRecords

  /// Finds the images and reads the captions.
  ///
  /// - Parameters:
  ///   - languages: nil takes all that the corpus has.
  ///   - left: splits that are not measured.
  ///   - unreadable: share of the images that may be skipped because they cannot be read, 0…1; reports say how many were.
  ///   - needsImages: whether images are read; `texts` alone does without.
  public init(
    _ model: RunModel, corpus: Corpus, languages: [String]?, leavingOut left: [CorpusSplit] = [],
    unreadable: Double = 0, needsImages: Bool = true
  ) throws {
    evaluator = try RunEvaluator(
      model, corpus: corpus, languages: try Self.chosen(languages, in: corpus), leavingOut: left,
      unreadable: unreadable, needsImages: needsImages)
    skipped = corpus.skipped
    guard !evaluator.sets.isEmpty else {
      throw CommandError("\(corpus.folder): there is no caption to ask with")
    }
  }

  private static func chosen(_ languages: [String]?, in corpus: Corpus) throws -> [String] {
    guard let languages, languages != [LanguageWords.all] else { return corpus.languages }
    return try languages.map { word in
      guard let found = corpus.languages.first(where: { $0.lowercased() == word.lowercased() }) else {
        throw CommandError(
          "\(corpus.folder): there are no captions in '\(word)'\(Suggestion.tail(word, in: corpus.languages)); "
            + "there are \(corpus.languages.joined(separator: ", "))")
      }
      return found
    }
  }

  /// Recall as a protocol counts it, and the files that other programs read where a folder for them is named.
  ///
  /// - Parameter showsQueries: whether the report shows queries with what they found.
  public func recall(
    _ retrievalProtocol: RetrievalProtocol, title: String, files folder: String? = nil, showsQueries: Bool = false
  ) throws -> (report: MeasureReport, files: [String]) {
    let queried = retrievalProtocol.captionsOfImage.map { count in
      evaluator.sets.map { $0.asking(ofEachImage: count) }
    }
    let measured = try evaluator.measure(queried ?? evaluator.sets)
    var table =
      try retrievalProtocol == .clippo ? evaluator.recall(of: measured) : Self.recall(of: measured, retrievalProtocol)
    table.corpus = evaluator.corpus
    var report = MeasureReport.retrieval(table, retrievalProtocol: retrievalProtocol, title: title)
    report.tables += [try Self.scripts(measured, retrievalProtocol)].compactMap { $0 }
    report.notes += notes
    if evaluator.model.compared == .tokens { report.notes.append("Images and captions are compared token by token.") }
    if evaluator.model.readers.readsAsChineseCLIPsScripts {
      report.notes.append("Texts are read as Chinese-CLIP's scripts read them: small letters, “ and ” straight.")
    }
    if showsQueries {
      let (galleries, worst) = try QueryGallery(recipe: evaluator.model.recipe).galleries(of: measured)
      report.galleries = galleries + (worst.isEmpty ? [] : [ReportGallery(title: "Worst misses", items: worst)])
    }
    return (report, try folder.map { try Self.write(measured, to: $0) } ?? [])
  }

  private static func recall(
    of measured: [RunEvaluator.Measured], _ retrievalProtocol: RetrievalProtocol
  ) throws -> RecallTable {
    RecallTable(
      rows: try measured.map { measured in
        let recall = try measured.task.recall(retrievalProtocol)
        return RecallRow(
          split: measured.set.split.rawValue, language: measured.set.language, textToImage: recall.textToImage,
          imageToText: recall.imageToText)
      })
  }

  private static func write(_ measured: [RunEvaluator.Measured], to folder: String) throws -> [String] {
    try Disk().makeFolder(folder)
    return try measured.flatMap { measured in
      let set = measured.set
      return try RetrievalFiles(
        measured.task, texts: set.queries, textIDs: set.queryIDs, ids: set.gallery.map(\.id),
        origins: set.gallery.map { "\($0.origin)" }
      ).write(to: "\(folder)/\(set.split.rawValue)-\(set.language)")
    }
  }

  /// Recall by the script of the queries, all languages together, as a protocol counts it; nil where all are of one.
  private static func scripts(
    _ measured: [RunEvaluator.Measured], _ retrievalProtocol: RetrievalProtocol
  ) throws -> MeasureTable? {
    let queried = try measured.flatMap { measured in
      let hits = try measured.task.hits(retrievalProtocol, ranks: measured.ranks).textToImage
      return measured.ranks.textToImage.queries.enumerated().map { place, query in
        (CaptionScript.of(measured.set.queries[query]), hits.shares(of: place))
      }
    }
    return MeasureTable.recall(
      ofGroups: queried, title: "text→image, by the script of the text, %", group: "Script")
  }

  /// What recall loses when the same queries are spelled or drawn otherwise.
  ///
  /// - Parameter report: told what cannot be asked.
  public func robustness(title: String, report: (String) -> Void) throws -> MeasureReport {
    let questions = PerturbedQueries(evaluator.model, report: report)
    var answers: [PerturbedAnswer] = []
    let all = try evaluator.measure(evaluator.sets)
    for measured in all {
      let ranks = measured.ranks.textToImage
      let before = Dictionary(zip(ranks.queries, ranks.ranks), uniquingKeysWith: { first, _ in first })
      for change in try questions.changes(of: measured) {
        answers += zip(change.queries, change.ranks).compactMap { query, after in
          before[query].map { before in
            PerturbedAnswer(
              change: change.change, language: measured.set.language,
              script: CaptionScript.of(measured.set.queries[query]),
              before: before, after: after)
          }
        }
      }
    }
    var robustness = MeasureReport.robustness(answers, title: title)
    robustness.notes += evaluator.recall(of: all).warnings
    return robustness
  }

  private var notes: [String] {
    let cut = evaluator.sets.reduce(0) { $0 + $1.cut }
    let truncation = evaluator.sets.reduce(into: TextTruncation()) { $0 += $1.truncation }
    return [
      truncation.sentence.map { "Of \(NumberText.thousands(cut)) captions \($0)." },
      evaluator.skipped.sentence("Images"),
      skipped.sentence("Records"),
    ].compactMap { $0 }
  }

  /// Captions of one language ask for those of another.
  public func texts(title: String) throws -> MeasureReport {
    let sets = evaluator.sets
    let languages = sets.map(\.language).distinct
    guard languages.count > 1 else {
      throw CommandError("captions in at least two languages are needed to ask one in the other; name them with --lang")
    }
    // Several splits are one gallery.
    let tables = try languages.map { language in try texts(of: sets.filter { $0.language == language }) }
    let recalls = try tables.map { asking in
      try tables.map { queried -> RetrievalRecall? in
        guard asking.language != queried.language else { return nil }
        var places: [ImageLocation: [Int]] = [:]
        for (text, images) in queried.images.enumerated() {
          for image in images { places[image, default: []].append(text) }
        }
        let task = try RetrievalTask(
          texts: asking.table, images: queried.table,
          imagesOfTexts: asking.images.map { $0.flatMap { places[$0] ?? [] } })
        let recall = RetrievalRecall(try task.ranks().textToImage)
        return recall.queries == 0 ? nil : recall
      }
    }
    return .translation(recalls, languages: languages, title: title)
  }

  /// Texts of a language with the images of each.
  private typealias LanguageTexts = (language: String, table: EmbeddingTable, images: [[ImageLocation]])

  private func texts(of sets: [EvaluationSet]) throws -> LanguageTexts {
    let sequences = sets.flatMap(\.texts)
    let table = try evaluator.model.embedder.embed(sequences, ids: sets.flatMap(\.queries))
    let images = sets.flatMap { set in set.targets.map { $0.map { set.gallery[$0].image } } }
    return (sets[0].language, table, images)
  }

  /// Where embeddings lie and what scores are worth.
  public func diagnosis(title: String) throws -> MeasureReport {
    let model = evaluator.model
    let logitScale = try model.tower.logitScale()
    let sets = try zip(evaluator.sets, model.embedder.tasks(of: evaluator.sets)).map { set, task in
      DiagnosedSet(
        split: set.split.rawValue, language: set.language, geometry: try EmbeddingGeometry(task),
        calibration: try Calibration(task, logitScale: logitScale),
        variety: (EmbeddingVariety(task.images), EmbeddingVariety(task.texts)),
        meanLength: Double(set.texts.reduce(0) { $0 + $1.count }) / Double(max(set.texts.count, 1)),
        cutPercent: 100 * Double(set.cut) / Double(max(set.texts.count, 1)))
    }
    var report = MeasureReport.diagnosis(sets, title: title, logitScale: logitScale)
    report.notes = sets.flatMap(\.warnings) + report.notes + notes
    return report
  }
}
