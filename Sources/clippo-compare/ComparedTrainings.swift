import Console
import Recipes

/// How the models of a comparison are trained, where they are not yet.
struct ComparedTrainings: OptionGroup {
  @Option("budget that the models have in equal measure; the comparison's own word, or steps") var equalize:
    EqualizedBudget?
  @Option("seeds that every model is trained with") var seeds: CommaSeparated<Int>?
  @Option("languages of the captions; all stands for every one") var lang: CommaSeparated<String>?
  @Option("folder of a corpus that is built already") var data: FilePath?
  @Option("end after this many steps", in: 1...) var steps: Int?
  @Option("end after this many seconds of training", in: 1...1e9) var seconds: Double?
  @Option("change a field of the recipe that all models share", placeholder: "field=value") var set: [String]
  @Option("trainings at a time", in: 1...256) var parallel = 1
  @Option("print the plan and stop") var dryRun = false

  /// What is changed of the recipe.
  func overrides() throws -> [RecipeOverride] {
    try RecipeOverride.all(
      languages: lang?.elements, data: data?.string, steps: steps, seconds: seconds, threads: nil, seed: nil,
      fields: set)
  }
}

extension EqualizedBudget: OptionValue {}
