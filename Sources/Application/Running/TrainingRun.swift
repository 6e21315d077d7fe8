import Console
import Corpora
import Evaluation
import Files
import JSON
import Recipes
import Runtime
import Training

/// A run from its recipe to its results: `clippo-train`.
public struct TrainingRun {
  public let folder: RunFolder
  public let model: RunModel
  private let corpus: Corpus
  private let fingerprint: JSONValue
  private let evaluator: RunEvaluator
  private let trainer: Trainer
  private let batches: any BatchSource
  private let best: BestWeights?
  private let teacher: TeacherModel?
  private let entities: JSONValue

  /// A new run. Builds everything and makes the folder; nothing is trained yet.
  ///
  /// - Parameters:
  ///   - folder: where to write; nil takes a new folder under `runs/`.
  ///   - profile: is told how long everything in a step takes.
  ///   - report: told one sentence when something takes a while.
  ///
  /// Throws a sentence for whatever would stop it: memory, corpus, fonts, folder.
  public init(
    _ recipe: Recipe, folder: RunFolder?, profile: Profile? = nil, report: (String) -> Void = { _ in }
  ) throws {
    var recipe = try recipe.adoptingTeacher(report: report)
    let compute = try Self.compute(for: recipe, profile)
    let corpus = try recipe.openCorpus(pool: compute.pool, findsCopies: true, report: report)
    try recipe.requireTraining(on: corpus)
    let teacher = try recipe.objective.requirements.teacher.map { try TeacherModel($0, in: compute) }
    let folder = folder ?? RunFolder(newFor: recipe)
    let readers = try CaptionReaders(recipe, learningFrom: corpus, report: report)
    self = try folder.create(for: recipe) {
      try readers.write(for: recipe, in: folder)
      let model = try RunModel(recipe, readers: readers, in: compute)
      try model.adoptPretrained(report: report)
      if let teacher { try model.adopt(teacher) }
      let parts = try TrainingParts(model) { try model.adoptPretrainedHeads(of: $0, report: report) }
      return try TrainingRun(
        folder: folder, model: model, corpus: corpus, parts: parts, teacher: teacher, state: nil, report: report)
    }
  }

  /// Goes on with a run from its latest checkpoint.
  ///
  /// - Parameter overrides: may change how long it runs, its threads and how often it saves and evaluates.
  public init(
    resuming folder: RunFolder, overrides: [RecipeOverride], options: LoadingOptions, profile: Profile? = nil,
    report: (String) -> Void = { _ in }
  ) throws {
    let path = try folder.latestCheckpoint()
    let checkpoint = try Checkpoint.read(path)
    FormerKeys.note(checkpoint.recipe, source: path)
    var recipe = try Recipe.resolve(checkpoint.recipe, source: path).resumed(with: overrides)
    let compute = try Self.compute(for: recipe, profile)
    let corpus = try recipe.openCorpus(pool: compute.pool, findsCopies: true, report: report)
    if !options.ignoresCorpus {
      try checkpoint.requireCorpus(
        CorpusFingerprint(of: corpus).json,
        override: "pass --ignore-corpus, where the training holds as many records as it did")
    }
    let teacher = try recipe.objective.requirements.teacher.map { try TeacherModel($0, in: compute) }
    try teacher?.require(checkpoint.teacher)
    try recipe.requireEntities(of: checkpoint)
    let model = try RunModel(recipe, readers: CaptionReaders(recipe, in: folder), in: compute)
    if !options.ignoresContract { try model.readers.require(checkpoint) }
    try model.tower.parameters.restore(checkpoint.parameters)
    let parts = try TrainingParts(model)
    try parts.restore(checkpoint)
    try self.init(
      folder: folder, model: model, corpus: corpus, parts: parts, teacher: teacher,
      state: try checkpoint.trainState(), report: report)
  }

  private init(
    folder: RunFolder, model: RunModel, corpus: Corpus, parts: TrainingParts, teacher: TeacherModel?,
    state: TrainState?, report: (String) -> Void
  ) throws {
    var model = model
    model.compare(by: parts.objective.objective)
    let recipe = model.recipe
    fingerprint = CorpusFingerprint(of: corpus).json
    let images =
      recipe.objective.requirements.reusesImageEmbeddings
      ? try LockedImages(model, corpus: corpus, fingerprint: fingerprint, in: folder).embeddings(report: report) : nil
    let batches = try Self.batches(of: corpus, for: model, images: images, teacher: teacher, from: state?.loader)
    self.folder = folder
    self.model = model
    self.corpus = corpus
    self.teacher = teacher
    entities = try recipe.entityChecksums()
    evaluator = try RunEvaluator(model, corpus: corpus)
    self.batches = batches
    best = recipe.training.selectCheckpoint == .best ? try BestWeights(folder, isNew: state == nil) : nil
    trainer = try Trainer(
      tower: model.tower, objective: parts.objective, optimizer: parts.optimizer,
      plan: recipe.plan(activation: model.activation, available: FreeMemory.bytes()), loader: batches,
      backend: model.compute.backend,
      state: state ?? TrainState(loader: batches.state), average: parts.average,
      teacher: parts.averagedTeacher.map { .average($0) }
        ?? teacher.map { .finished(try FinishedTeacher($0.tower, activation: model.activation)) },
      images: images,
      profile: model.compute.profile)
  }

  /// Batches as the recipe wants them prepared: when they are needed, or ahead on threads of their own.
  private static func batches(
    of corpus: Corpus, for model: RunModel, images: ImageEmbeddings?, teacher: TeacherModel?, from state: LoaderState?
  ) throws -> any BatchSource {
    let recipe = model.recipe
    var options = recipe.batchOptions
    options.knownImages = images?.known
    let threads = recipe.training.loaderThreads
    let bag = try recipe.bagOfWords(in: corpus, pool: model.compute.pool)
    let loader = try BatchLoader(
      corpus: corpus, languages: recipe.languages, options: options,
      pool: threads > 0 ? ThreadPool(threads: threads) : model.compute.pool, seed: UInt64(recipe.seed), state: state,
      makeReader: { try bag.reader(model.readers.make()) },
      makeReaderAgain: { try bag.reader(model.readers.makeAgain()) },
      makeTeacherReader: teacher?.readers.make)
    return threads > 0 ? BatchPrefetcher(loader, limit: recipe.training.prefetch << 20) : loader
  }

  private static func compute(for recipe: Recipe, _ profile: Profile?) throws -> ComputeContext {
    // A batch's pixels are asked for anew every step.
    FreedMemory.keep(bytes: 1 << 28)
    let compute = try ComputeContext(
      threads: recipe.training.threads, precision: recipe.training.precision, profile: profile)
    if let available = FreeMemory.bytes() {
      let activation = compute.activation(recipe.training.precision)
      try MemoryPlan(recipe, activation: activation, available: available).check(available: available)
    }
    return compute
  }
}

extension TrainingRun {
  /// What of the captions never reached the model, as a sentence; nil when all did.
  public var loss: String? { trainer.state.truncation.sentence }

  /// Trains to the end and writes the results. Returns the recall.
  ///
  /// Throws `Interrupted`, with everything saved, when a signal asked it to stop.
  public func train() throws -> RecallTable {
    let signal = try StopSignal()
    let log = try RunLog(folder, recipe: model.recipe, continuingAfter: trainer.state.step)
    let display = RunDisplay(startingAt: trainer)
    // What is learned from here on makes the old index wrong.
    try folder.removeIndex()
    try folder.note(corpus.dropped)
    let outcome = try trainer.run(
      TrainingEvents(
        stepped: { report in
          try log.add(report)
          display.show(report, pairs: trainer.state.pairs)
        },
        evaluate: { state in
          // The end is measured once, with everything else that the results need.
          guard trainer.plan.progress(step: state.step, seconds: state.seconds) < 1 else { return }
          let recall = try trainer.average?.standingIn(evaluator.recall) ?? evaluator.recall()
          try log.add(recall, at: state)
          display.show(recall, at: state)
          try best?.offer(recall, content(state))
        },
        save: save, shouldStop: { signal.isRaised }))
    display.finish()
    if outcome == .stopped {
      throw Interrupted(
        signal: signal.received ?? 2,
        "stopped after step \(trainer.state.step) and saved; go on with: clippo-train --resume --out \(folder.path)")
    }
    trainer.average?.replaceWeights()
    let step = try takeBestWeights(log)
    if let step { display.show(keptStep: step, of: trainer.state) }
    let results = try RunResults(
      folder, evaluator: evaluator, corpus: corpus, state: trainer.state, measuredStep: step)
    if step == nil { try log.add(results.recall, at: trainer.state) }
    try results.write()
    return results.recall
  }

  /// Measures the end as everything before was, and makes the best weights the model's. Returns their step; nil where the last stay.
  private func takeBestWeights(_ log: RunLog) throws -> Int? {
    guard let best else { return nil }
    let recall = try evaluator.recall()
    try best.offer(recall, content(trainer.state))
    guard let step = try best.restore(into: model.tower.parameters, trainer.objective) else { return nil }
    try log.add(recall, at: trainer.state)
    return step
  }

  /// Where the time of the steps went: writes `trace.json` into the run's folder, for a browser's trace viewer, and
  /// returns the table. Nil where nothing was measured.
  public func writeProfile() throws -> TextTable? {
    guard let profile = model.compute.profile else { return nil }
    try AtomicFile.write(profile.traceJSON.compactText + "\n", to: "\(folder.path)/trace.json")
    return profile.table()
  }

  /// Records that could not be used, as a sentence; nil when all could.
  public var skipped: String? {
    let total = skippedRecords.total
    guard total.count > 0 else { return nil }
    return "\(total.sentence) \(total.count == 1 ? "was" : "were") skipped; see \(folder.skippedList.path)"
  }

  /// What was skipped: when the corpus was opened, in evaluation, and in training since.
  private var skippedRecords: SkippedRecords {
    var parts = corpus.skipped
    // Captions of one record are skipped once, whoever met it.
    let trained = Set(batches.skipped.map(\.origin))
    for problem in evaluator.skipped.first where !trained.contains(problem.origin) { parts.add(problem) }
    for problem in batches.skipped { parts.add(problem) }
    return parts
  }

  private func save(_ state: TrainState) throws {
    try folder.note(skippedRecords)
    try folder.checkpoints.save(content(state))
  }

  private func content(_ state: TrainState) throws -> CheckpointContent {
    CheckpointContent(
      state, parameters: model.tower.parameters, optimizer: trainer.optimizer, average: trainer.average,
      objective: trainer.objective, averagedTeacher: trainer.teacher?.average, recipe: model.recipe.json,
      rendererContract: try model.readers.rendererContract, tokenizerContract: model.readers.tokenizerContract,
      corpus: fingerprint, teacher: teacher?.identity ?? .null, entities: entities)
  }
}
