import Console
import Corpora
import Evaluation
import FoundationEssentials
import Tensors

/// Measures finished runs and puts them side by side.
public struct ComparedRuns {
  /// Runs of each model, in the order in which they are shown.
  private let groups: [(arm: String, folders: [RunFolder])]
  private let options: LoadingOptions

  /// - Parameter runs: folders with the name of the model they belong to; equal names are seeds of one model.
  public init(_ runs: [(arm: String, folder: RunFolder)], options: LoadingOptions = LoadingOptions()) {
    var groups: [(arm: String, folders: [RunFolder])] = []
    for run in runs {
      if let place = groups.firstIndex(where: { $0.arm == run.arm }) {
        groups[place].folders.append(run.folder)
      } else {
        groups.append((run.arm, [run.folder]))
      }
    }
    self.groups = groups
    self.options = options
  }

  /// Loads and measures every run.
  ///
  /// - Parameters:
  ///   - anyway: compares runs of other data or seeds too, and marks it.
  ///   - report: told one sentence a run.
  ///
  /// Throws a sentence when a run is not finished or cannot be read, or when runs are unlike and `anyway` is false.
  public func compare(title: String, anyway: Bool, report: (String) -> Void) throws -> Comparison {
    let recipes = try groups.map { try $0.folders.map { try Recipe.load(file: $0.recipeFile) } }
    let warnings = UnlikeRuns.sentences(zip(groups, recipes).map { ($0.arm, $1) })
    guard warnings.isEmpty || anyway else {
      throw CommandError(
        "these runs are not alike:\(warnings.map { "\n  \($0)" }.joined())\ncompare them regardless with --anyway")
    }
    let arms = try groups.map { group in
      try arm(group.arm, group.folders, report: report)
    }
    return try Comparison(title: title, arms: arms, warnings: warnings)
  }

  private func arm(_ name: String, _ folders: [RunFolder], report: (String) -> Void) throws -> ComparedArm {
    var runs: [ComparedArm.Run] = []
    var first: (recipe: Recipe, readers: CaptionReaders, lengths: [ComparedArm.CaptionLengths])?
    for folder in folders {
      report("measuring \(folder.path)")
      let summary = try RunSummary(folder: folder.path)
      let (model, _) = try RunModel.load(folder, options: options)
      var recipe = model.recipe
      let corpus = try recipe.openCorpus(pool: model.workshop.pool, report: report)
      let measured = try RunEvaluator(model, corpus: corpus).measure()
      runs.append(
        ComparedArm.Run(
          seed: recipe.seed, steps: summary.steps, seconds: summary.trainSeconds,
          pairsPerSecond: summary.pairsPerSecond, peakMemoryBytes: summary.peakMemoryBytes,
          checkpointBytes: try Self.bytes(of: folder.latestCheckpoint()),
          progress: try RunHistory(folder, upTo: summary.steps).progress,
          sets: measured.map {
            ComparedArm.SetRanks(
              split: $0.set.split.rawValue, language: $0.set.language, queries: $0.set.queries,
              textToImage: $0.ranks.textToImage, imageToText: $0.ranks.imageToText)
          }))
      if first == nil { first = (recipe, model.readers, Self.lengths(measured.map(\.set), model.readers)) }
    }
    guard var first else { throw CommandError("the model \(name) has no run") }
    return ComparedArm(
      name: name, about: first.recipe.model.words(first.readers),
      parameters: ParameterPlan(first.readers.shape, hasLogitBias: first.recipe.objective.initialLogitBias != nil)
        .parts,
      operationsPerPair: try ComparisonPlan.operationsPerPair(&first.recipe, readers: first.readers),
      batch: first.recipe.training.batch, lengths: first.lengths, runs: runs)
  }

  /// How long the queries of each language are.
  private static func lengths(_ sets: [EvaluationSet], _ readers: CaptionReaders) -> [ComparedArm.CaptionLengths] {
    let languages = sets.map(\.language)
    let distinct = languages.enumerated().filter { languages.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    return distinct.map { language in
      let own = sets.filter { $0.language == language }
      let counts = own.flatMap { $0.texts.map(\.count) }.sorted()
      let sum = counts.reduce(0, +)
      return ComparedArm.CaptionLengths(
        language: language, captions: counts.count, mean: Double(sum) / Double(max(1, counts.count)),
        high: counts.isEmpty ? 0 : counts[min(counts.count - 1, counts.count * 95 / 100)],
        cut: own.reduce(0) { $0 + $1.cut })
    }
  }

  private static func bytes(of checkpoint: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: checkpoint).reduce(0) { sum, name in
      sum + (try FileBytes(path: "\(checkpoint)/\(name)").count)
    }
  }
}

extension ModelRecipe {
  /// What the model is, in a few words.
  func words(_ readers: CaptionReaders) -> String {
    let tokens = readers.tokenizer.map {
      "\(NumberText.thousands($0.vocabularySize)) tokens of \($0.contract.kind.rawValue)"
    }
    switch tower {
    case .shared: return "one tower, captions as pixels"
    case .sharedTokens: return "one tower, \(tokens ?? "tokens")"
    case .twin: return "two towers, \(tokens ?? "tokens")"
    }
  }
}
