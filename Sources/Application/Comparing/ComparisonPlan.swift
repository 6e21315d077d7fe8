import Recipes
import Console
import Corpora
import Evaluation
import Training

/// The runs of a comparison: every model with every seed of its own.
public struct ComparisonPlan {
  /// A model that is compared.
  public struct Model {
    public let name: String
    public let seeds: [Int]
    /// Resolved, with the first seed, ending where the match says.
    public let recipe: Recipe
    /// Floating-point operations of a training step, a pair, forwards and backwards.
    public let operationsPerPair: Double
    /// Trained values.
    public let parameters: Int
    /// The short runs before it: what each tries, and its resolved recipe.
    public let trials: [(setting: String, recipe: Recipe)]
  }

  /// One training.
  public struct Run {
    public let model: String
    public let seed: Int
    public let recipe: Recipe
    /// Below the comparison's folder.
    public let folderName: String
  }

  public let models: [Model]

  init(models: [Model]) { self.models = models }

  /// Batches that are looked at to count operations.
  private static let lookedAt = 4

  /// - Parameters:
  ///   - overrides: change the recipe that all models share.
  ///   - report: told one sentence when something takes a while.
  ///
  /// Throws a sentence when a field is wrong, the match needs an end that the recipe does not have, or the corpus cannot be
  /// opened.
  public init(
    _ comparison: ComparisonRecipe, overrides: [RecipeOverride], report: (String) -> Void = { _ in }
  ) throws {
    var models: [Model] = []
    for model in comparison.models {
      let own = try model.set.map { try RecipeOverride(parsing: $0) }
      var recipe = try Recipe.resolve(
        comparison.recipe.json, source: "model \(model.name)", overrides: overrides + own)
      let seeds = model.seeds ?? comparison.seeds
      recipe.seed = seeds[0]
      recipe.corpus = recipe.corpus.splitting(with: comparison.seeds[0])
      try Self.settle(&recipe, comparison.equalize)
      let operations = try Self.operationsPerPair(&recipe, report: report)
      if comparison.equalize == .flops, let first = models.first {
        let steps = Double(first.recipe.training.steps) * first.operationsPerPair / operations
        recipe.training.steps = max(1, Int(steps.rounded()))
      }
      models.append(
        Model(
          name: model.name, seeds: seeds, recipe: recipe, operationsPerPair: operations,
          parameters: try ParameterPlan(recipe.model.plannedShape, objective: recipe.objective).count,
          trials: try Self.trials(of: recipe, comparison.tuning)))
    }
    self.models = models
  }

  /// The short runs of a model.
  static func trials(
    of recipe: Recipe, _ tuning: TuningRecipe
  ) throws -> [(setting: String, recipe: Recipe)] {
    try tuning.settings.map { setting in
      var trial = try Recipe.resolve(
        recipe.json, source: "tuning", overrides: (tuning.set + [setting]).map { try RecipeOverride(parsing: $0) })
      let length = trial.training
      if length.steps > 0 { trial.training.steps = max(1, Int((Double(length.steps) * tuning.share).rounded())) }
      trial.training.seconds *= tuning.share
      return (setting, trial)
    }
  }

  /// The short runs of all models.
  public var trials: [Run] {
    models.flatMap { model in
      model.trials.enumerated().map { number, trial in
        Run(
          model: model.name, seed: trial.recipe.seed, recipe: trial.recipe,
          folderName: "tuning/\(model.name)-\(number + 1)")
      }
    }
  }

  /// The trainings that are compared.
  ///
  /// - Parameter tuned: what each model's short runs led to; a model that is not there keeps its recipe.
  public func runs(_ tuned: [TunedModel] = []) throws -> [Run] {
    let recipes = try models.map { model -> Recipe in
      guard let chosen = tuned.first(where: { $0.model == model.name })?.chosen else { return model.recipe }
      return try Recipe.resolve(
        model.recipe.json, source: "model \(model.name)", overrides: [RecipeOverride(parsing: chosen)])
    }
    return models.flatMap(\.seeds).distinct.flatMap { seed in
      zip(models, recipes).filter { $0.0.seeds.contains(seed) }.map { model, recipe in
        var recipe = recipe
        recipe.seed = seed
        return Run(model: model.name, seed: seed, recipe: recipe, folderName: "\(model.name)-seed\(seed)")
      }
    }
  }

  /// Leaves the one end that the match is about.
  private static func settle(_ recipe: inout Recipe, _ match: EqualizedBudget) throws {
    switch match {
    case .steps, .flops:
      guard recipe.training.steps > 0 else {
        throw CommandError(
          "equal \(match.rawValue) need a number of steps: set training.steps, or compare with --equalize seconds")
      }
      recipe.training.seconds = 0
    case .seconds:
      guard recipe.training.seconds > 0 else {
        throw CommandError(
          "equal seconds need a number of seconds: set training.seconds, or compare with --equalize steps")
      }
      recipe.training.steps = 0
    }
  }

  /// Floating-point operations of a training step, a pair, of the first batches.
  ///
  /// - Parameters:
  ///   - recipe: gets its languages' proper tags.
  ///   - readers: nil makes the recipe's own.
  static func operationsPerPair(
    _ recipe: inout Recipe, readers: CaptionReaders? = nil, report: (String) -> Void = { _ in }
  ) throws -> Double {
    let compute = try ComputeContext(threads: recipe.training.threads, precision: recipe.training.precision)
    let corpus = try recipe.openCorpus(pool: compute.pool, report: report)
    let readers = try readers ?? CaptionReaders(recipe, learningFrom: corpus, report: report)
    let loader = try BatchLoader(
      corpus: corpus, languages: recipe.languages, options: recipe.batchOptions, pool: compute.pool,
      seed: UInt64(recipe.seed), makeReader: readers.make, makeReaderAgain: readers.makeAgain)
    let model = try CountedModel(readers.shape, objective: recipe.objective)
    var operations = 0.0
    for _ in 0..<lookedAt {
      operations += try model.operations(BatchOutline(try loader.next()))
    }
    return operations / Double(lookedAt * recipe.training.batch)
  }
}

extension CorpusRecipe {
  /// The corpus with the same held out whatever a run's seed: models are compared on the same queries.
  fileprivate func splitting(with seed: Int) -> CorpusRecipe {
    guard case .emoji(var emoji) = self else { return self }
    emoji.splitSeed = emoji.splitSeed ?? seed
    return .emoji(emoji)
  }
}

extension ComparisonPlan {
  /// The plan as a table.
  public func text() -> String {
    var table = TextTable([
      .left("model"), .right("steps"), .right("seconds"), .right("MFLOP per pair"), .right("parameters"),
    ])
    for model in models {
      let length = model.recipe.training
      table.add([
        model.name, length.steps > 0 ? NumberText.thousands(length.steps) : "–",
        length.seconds > 0 ? NumberText.fixed(length.seconds, decimals: 0) : "–",
        NumberText.fixed(model.operationsPerPair / 1e6, decimals: 0),
        NumberText.thousands(model.parameters),
      ])
    }
    let seeds = models.flatMap(\.seeds)
    let named = seeds.distinct.map(String.init).joined(separator: ", ")
    let tries = trials.isEmpty ? "" : "\n\(trials.count) short runs before them, to choose settings"
    return "\(table.text())\n\n\(seeds.count) runs, seeds \(named)\(tries)"
  }
}
