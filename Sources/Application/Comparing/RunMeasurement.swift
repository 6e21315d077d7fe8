import Recipes
import Console
import Corpora
import Evaluation
import Files
import FoundationEssentials

/// What a finished run makes of every query of a comparison.
struct RunMeasurement {
  /// With its languages' proper tags.
  let recipe: Recipe
  let readers: CaptionReaders
  /// On the splits that the run was evaluated on.
  let measured: [RunEvaluator.Measured]
  /// One list a set of `measured`.
  private let changes: [[ComparedModel.ChangedRanks]]
  /// In languages that training held nothing of.
  private let unseen: [RunEvaluator.Measured]
  /// How long the queries of each language are.
  let lengths: [CaptionLengths]
  /// The same of languages that training held nothing of.
  let unseenLengths: [CaptionLengths]

  /// Loads the run's model and asks it everything.
  ///
  /// - Parameter report: told what cannot be asked.
  ///
  /// Throws a sentence when the run cannot be loaded or a language of `questions` is one that it was trained with.
  init(
    _ folder: RunFolder, questions: ComparedRuns.Questions, options: LoadingOptions, report: (String) -> Void
  ) throws {
    let (model, _) = try RunModel.load(folder, options: options)
    var recipe = model.recipe
    let corpus = try recipe.openCorpus(pool: model.compute.pool, report: report)
    measured = try RunEvaluator(model, corpus: corpus).measure()
    if questions.asksChanged {
      let questioner = PerturbedQueries(model, report: report)
      changes = try measured.map(questioner.changes)
    } else {
      changes = measured.map { _ in [] }
    }
    unseen = try Self.unseen(questions.unseen, model, trainedWith: recipe, report: report)
    lengths = try Self.lengths(measured, model)
    unseenLengths = try Self.lengths(unseen, model)
    self.recipe = recipe
    readers = model.readers
  }

  /// The splits whose images training did not see, asked in other languages.
  private static func unseen(
    _ languages: [String], _ model: RunModel, trainedWith recipe: Recipe, report: (String) -> Void
  ) throws -> [RunEvaluator.Measured] {
    guard !languages.isEmpty else { return [] }
    var other = recipe
    other.languages = languages
    let corpus = try other.openCorpus(pool: model.compute.pool, report: report)
    if let trained = other.languages.first(where: recipe.languages.contains) {
      throw CommandError("\(trained) is not a language that training held nothing of: the runs were trained with it")
    }
    return try RunEvaluator(model, corpus: corpus, languages: other.languages, leavingOut: [.train, .transfer])
      .measure()
  }

  /// The run as comparisons keep it.
  func run(in folder: RunFolder) throws -> ComparedModel.Run {
    let summary = try RunSummary(folder: folder.path)
    let history = try RunHistory(folder, upTo: summary.steps)
    return ComparedModel.Run(
      seed: recipe.seed, steps: summary.steps, seconds: summary.trainSeconds,
      pairsPerSecond: history.medianPairsPerSecond ?? summary.pairsPerSecond, peakMemoryBytes: summary.peakMemoryBytes,
      checkpointBytes: try Self.bytes(of: folder.latestCheckpoint()),
      progress: history.progress,
      sets: zip(measured, changes).map(Self.ranks), unseenSets: unseen.map { Self.ranks($0, []) })
  }

  private static func ranks(
    _ measured: RunEvaluator.Measured, _ changes: [ComparedModel.ChangedRanks]
  ) -> ComparedModel.SetRanks {
    ComparedModel.SetRanks(
      split: measured.set.split.rawValue, language: measured.set.language, queries: measured.set.queries,
      textToImage: measured.ranks.textToImage, imageToText: measured.ranks.imageToText, changes: changes)
  }

  private static func lengths(_ measured: [RunEvaluator.Measured], _ model: RunModel) throws -> [CaptionLengths] {
    let sets = measured.map(\.set)
    let readers = try (0..<model.compute.pool.threads).map { _ in try model.readers.make() }
    return sets.map(\.language).distinct.map { language in
      CaptionLengths(
        language: language, of: sets.filter { $0.language == language }.flatMap(\.queries), with: readers,
        pool: model.compute.pool)
    }
  }

  private static func bytes(of checkpoint: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: checkpoint).reduce(0) { sum, name in
      sum + (try FileBytes(path: "\(checkpoint)/\(name)").count)
    }
  }
}
