import Console
import Corpora
import Evaluation
import Tensors
import TextRendering

/// Measures a model on pictures and captions of any corpus.
public struct RetrievalRun {
  private let evaluator: RunEvaluator

  /// Finds the pictures and reads the captions.
  ///
  /// - Parameters:
  ///   - languages: nil takes all that the corpus has.
  ///   - left: splits that are not measured.
  public init(_ model: RunModel, corpus: Corpus, languages: [String]?, leavingOut left: [CorpusSplit] = []) throws {
    evaluator = try RunEvaluator(
      model, corpus: corpus, languages: try Self.chosen(languages, in: corpus), leavingOut: left)
    guard !evaluator.sets.isEmpty else {
      throw CommandError("\(corpus.folder): there is no caption to ask with")
    }
  }

  private static func chosen(_ languages: [String]?, in corpus: Corpus) throws -> [String] {
    guard let languages, languages != ["all"] else { return corpus.languages }
    return try languages.map { word in
      guard let found = corpus.languages.first(where: { $0.lowercased() == word.lowercased() }) else {
        throw CommandError(
          "\(corpus.folder): there are no captions in '\(word)'\(Suggestion.tail(word, in: corpus.languages)); "
            + "there are \(corpus.languages.joined(separator: ", "))")
      }
      return found
    }
  }

  /// Recall as a convention counts it, and the files that other programs read where a folder for them is named.
  public func recall(
    _ convention: RetrievalConvention, title: String, files folder: String? = nil
  ) throws -> (report: MeasureReport, files: [String]) {
    var rows: [RecallRow] = []
    var files: [String] = []
    let asked = convention.captionsOfPicture.map { count in
      evaluator.sets.map { $0.asking(ofEachPicture: count) }
    }
    let sets = asked ?? evaluator.sets
    for (set, task) in zip(sets, try evaluator.model.embedder.tasks(of: sets)) {
      let recall = try task.recall(convention)
      rows.append(
        RecallRow(
          split: set.split.rawValue, language: set.language, textToImage: recall.textToImage,
          imageToText: recall.imageToText))
      guard let folder else { continue }
      try Disk().makeFolder(folder)
      files += try RetrievalFiles(
        task, texts: set.queries, ids: set.gallery.map(\.id), origins: set.gallery.map { "\($0.origin)" }
      ).write(to: "\(folder)/\(set.split.rawValue)-\(set.language)")
    }
    var report = MeasureReport.retrieval(RecallTable(rows: rows), convention: convention, title: title)
    report.notes = notes
    return (report, files)
  }

  private var notes: [String] {
    let cut = evaluator.sets.reduce(0) { $0 + $1.cut }
    let lost = evaluator.sets.reduce(into: LostText()) { $0 += $1.lost }
    return lost.sentence.map { ["Of \(NumberText.thousands(cut)) captions \($0)."] } ?? []
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
      try tables.map { asked -> RetrievalRecall? in
        guard asking.language != asked.language else { return nil }
        let places = Dictionary(grouping: asked.pictures.indices, by: { asked.pictures[$0] })
        let task = try RetrievalTask(
          texts: asking.table, pictures: asked.table, picturesOfTexts: asking.pictures.map { places[$0] ?? [] })
        let recall = RetrievalRecall(try task.ranks().textToImage)
        return recall.queries == 0 ? nil : recall
      }
    }
    return .translation(recalls, languages: languages, title: title)
  }

  private typealias LanguageTexts = (language: String, table: EmbeddingTable, pictures: [PictureLocation])

  private func texts(of sets: [EvaluationSet]) throws -> LanguageTexts {
    let sequences = sets.flatMap(\.texts)
    let table = try evaluator.model.embedder.embed(sequences, ids: sets.flatMap(\.queries))
    let pictures = sets.flatMap { set in set.targets.map { set.gallery[$0[0]].picture } }
    return (sets[0].language, table, pictures)
  }

  /// Where embeddings lie and what scores are worth.
  public func diagnosis(title: String) throws -> MeasureReport {
    let model = evaluator.model
    let temperature = try model.tower.logitScale()
    let sets = try zip(evaluator.sets, model.embedder.tasks(of: evaluator.sets)).map { set, task in
      DiagnosedSet(
        split: set.split.rawValue, language: set.language, geometry: try EmbeddingGeometry(task),
        calibration: try Calibration(task, temperature: temperature),
        meanLength: Double(set.texts.reduce(0) { $0 + $1.count }) / Double(max(set.texts.count, 1)),
        cutPercent: 100 * Double(set.cut) / Double(max(set.texts.count, 1)))
    }
    var report = MeasureReport.diagnosis(sets, title: title, temperature: temperature)
    report.notes = notes
    return report
  }
}
