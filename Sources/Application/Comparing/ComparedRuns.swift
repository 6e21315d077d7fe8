import Console
import Corpora
import Evaluation
import FoundationEssentials
import Recipes
import Reports

/// Measures finished runs and puts them side by side.
public struct ComparedRuns {
  /// What is measured beside recall on the runs' own splits.
  public struct Questions: Sendable {
    /// Languages that training held nothing of.
    public var unseen: [String]
    /// Whether perturbed queries are asked too.
    public var asksChanged: Bool
    /// Queries of each kind that are shown as images.
    public var shown: Int
    /// Whether models may have other seeds than the first, since a plan says so.
    public var allowsOtherSeeds: Bool

    public init(unseen: [String] = [], asksChanged: Bool = true, shown: Int = 6, allowsOtherSeeds: Bool = false) {
      self.unseen = unseen
      self.asksChanged = asksChanged
      self.shown = shown
      self.allowsOtherSeeds = allowsOtherSeeds
    }
  }

  /// Runs of each model, in the order in which they are shown.
  private let groups: [(model: String, folders: [RunFolder])]
  private let questions: Questions
  private let options: LoadingOptions

  /// - Parameter runs: folders with the name of the model they belong to; equal names are seeds of one model.
  public init(
    _ runs: [(model: String, folder: RunFolder)], questions: Questions = Questions(),
    options: LoadingOptions = LoadingOptions()
  ) {
    var groups: [(model: String, folders: [RunFolder])] = []
    for run in runs {
      if let place = groups.firstIndex(where: { $0.model == run.model }) {
        groups[place].folders.append(run.folder)
      } else {
        groups.append((run.model, [run.folder]))
      }
    }
    self.groups = groups
    self.questions = questions
    self.options = options
  }

  /// Loads and measures every run; gives beside the numbers queries with what each model finds, as images.
  ///
  /// - Parameters:
  ///   - allowMismatch: compares runs of other data or seeds too, and marks it.
  ///   - report: told one sentence a run.
  ///
  /// Throws a sentence when a run is not finished or cannot be read, or when runs are unlike and `allowMismatch` is false.
  public func compare(title: String, allowMismatch: Bool, report: (String) -> Void) throws -> (
    Comparison, [ComparedGallery]
  ) {
    let recipes = try groups.map { try $0.folders.map { try Recipe.load(file: $0.recipeFile) } }
    let warnings = UnlikeRuns.sentences(zip(groups, recipes).map { ($0.model, $1) }, seeds: !questions.allowsOtherSeeds)
    guard warnings.isEmpty || allowMismatch else {
      throw CommandError(
        "these runs are not alike:\(warnings.map { "\n  \($0)" }.joined())\ncompare them regardless with --allow-mismatch"
      )
    }
    var models: [ComparedModel] = []
    var firsts: [RunMeasurement] = []
    for group in groups {
      let (model, first) = try model(group.model, group.folders, report: report)
      models.append(model)
      firsts.append(first)
    }
    let galleries = try ComparisonGalleries(zip(groups.map(\.model), firsts).map { ($0, $1) })
      .galleries(DiscriminativeExamples(models).groups(questions.shown))
    return (try Comparison(title: title, models: models, warnings: warnings), galleries)
  }

  /// The model, and what its first run makes of every query.
  private func model(
    _ name: String, _ folders: [RunFolder], report: (String) -> Void
  ) throws -> (ComparedModel, first: RunMeasurement) {
    var runs: [ComparedModel.Run] = []
    var first: RunMeasurement?
    for folder in folders {
      report("measuring \(folder.path)")
      let measurement = try RunMeasurement(folder, questions: questions, options: options, report: report)
      runs.append(try measurement.run(in: folder))
      first = first ?? measurement
    }
    guard let first else { throw CommandError("the model \(name) has no run") }
    var recipe = first.recipe
    let model = ComparedModel(
      name: name, about: recipe.model.words(first.readers),
      parameters: try ParameterPlan(first.readers.shape, objective: recipe.objective).parts,
      operationsPerPair: try ComparisonPlan.operationsPerPair(&recipe, readers: first.readers),
      batch: recipe.training.batch, lengths: first.lengths, unseenLengths: first.unseenLengths, runs: runs)
    return (model, first)
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
    case .twinPages: return "two towers, captions as pixels"
    }
  }
}
