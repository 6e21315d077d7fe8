import Evaluation
import FoundationEssentials
import JSON
import TestSupport
import Testing

@testable import Application
@testable import Recipes
@testable import Schema

@Suite("Recipes of comparisons")
struct ComparisonRecipeTests {
  private func load(_ text: String) throws -> ComparisonRecipe {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: URL(filePath: folder.file("compare.json")))
    return try ComparisonRecipe.load(file: folder.file("compare.json"))
  }

  @Test("An ordinary recipe is compared with the usual three models")
  func usual() throws {
    let comparison = try load(#"{"name": "photos", "training": {"steps": 7}}"#)
    #expect(comparison.name == "photos" && comparison.models.map(\.name) == ["pixels", "tokens", "twin"])
    #expect(comparison.recipe.json["training"]?["steps"]?.intValue == 7 && comparison.seeds == [0])
  }

  @Test("Models, seeds and the match are read")
  func whole() throws {
    let comparison = try load(
      #"{"name": "x", "recipe": {"seed": 3}, "models": [{"name": "a", "set": ["model.width=64"]}], "seeds": [4, 5], "equalize": "flops"}"#
    )
    #expect(
      comparison.models[0].set == ["model.width=64"] && comparison.seeds == [4, 5] && comparison.equalize == .flops)
  }

  @Test(
    "what is wrong is said with its path",
    arguments: [
      (#"{"models": []}"#, "models: names no model; leave it out for the usual three"),
      (#"{"models": [{"name": "a"}, {"name": "a"}]}"#, "models: names 'a' twice"),
      (#"{"models": [{"name": "a/b"}]}"#, "models[0].name: 'a/b' cannot name a folder; use letters, digits, - and _"),
      (
        #"{"models": [{"name": "a"}, {"name": "b", "seeds": []}]}"#,
        "models[1].seeds: should list one or more different whole numbers from 0 on"
      ),
      (#"{"seeds": [1, 1]}"#, "seeds: should list one or more different whole numbers from 0 on"),
      (#"{"equalize": "time"}"#, "equalize: 'time' is not known; allowed: steps, flops, seconds"),
      (#"{"equalize": "steps", "model": []}"#, "model: there is no such field; did you mean models?"),
      (#"{"tuning": {"settings": ["a=1", "a=1"]}}"#, "tuning.settings: names a setting twice"),
      (#"{"tuning": {"share": 2}}"#, "tuning.share: 2 is out of range; allowed: 0.01 to 1"),
      (#"{"equalize": "steps", "recipe": 3}"#, "recipe: should be an object, not a number"),
    ])
  func complaints(text: String, sentence: String) {
    let error = #expect(throws: RecipeError.self) { try load(text) }
    #expect(error?.description.hasSuffix("compare.json: " + sentence) == true, "\(error?.description ?? "")")
  }

  @Test(
    "The comparisons in configs can be planned as written",
    arguments: [
      "compare-emoji", "compare-emoji-long", "compare-photos", "compare-objectives", "compare-noise",
      "compare-emoji-noise",
    ])
  func config(name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../configs/\(name).json")
    let comparison = try ComparisonRecipe.load(file: file.path)
    for model in comparison.models {
      let recipe = try Recipe.resolve(
        comparison.recipe.json, source: model.name, overrides: model.set.map { try RecipeOverride(parsing: $0) })
      #expect(recipe.training.steps > 0)
    }
  }

  @Test("Every model tries every setting in a short run, elsewhere than where it is measured, and trains with the best")
  func tuning() throws {
    let comparison = try load(
      #"""
      {"recipe": {"corpus": {"packages": "PACKAGES"}, "training": {"steps": 40, "batch": 4}}, "models": [{"name": "a"}],
       "seeds": [3, 4],
       "tuning": {"settings": ["optimizer.learningRate=0.25", "optimizer.learningRate=0.5"], "share": 0.25,
                  "set": ["corpus.splitSeed=77"]}}
      """#)
    let recipe = try Recipe.resolve(comparison.recipe.json, source: "model a")
    let trials = try ComparisonPlan.trials(of: recipe, comparison.tuning)
    #expect(trials.map(\.recipe.training.steps) == [10, 10] && trials.map(\.setting) == comparison.tuning.settings)
    for (trial, rate) in zip(trials, [0.25, 0.5]) {
      guard case .emoji(let emoji) = trial.recipe.corpus, case .adamw(let adamw) = trial.recipe.optimizer else {
        Issue.record("another corpus or optimizer")
        continue
      }
      #expect(emoji.splitSeed == 77 && adamw.learningRate == rate)
    }
    let plan = ComparisonPlan(
      models: [
        .init(
          name: "a", seeds: comparison.seeds, recipe: recipe, operationsPerPair: 1, parameters: 1, trials: trials)
      ])
    #expect(plan.trials.map(\.folderName) == ["tuning/a-1", "tuning/a-2"])
    let runs = try plan.runs([TunedModel(model: "a", trials: [], chosen: "optimizer.learningRate=0.5")])
    #expect(runs.map(\.folderName) == ["a-seed3", "a-seed4"] && runs.map(\.recipe.training.steps) == [40, 40])
    for run in runs {
      guard case .adamw(let adamw) = run.recipe.optimizer else { continue }
      #expect(adamw.learningRate == 0.5)
    }
  }

  @Test("a model with seeds of its own is trained with these alone")
  func ownSeeds() throws {
    let comparison = try load(
      #"{"models": [{"name": "a", "seeds": [0, 1, 2]}, {"name": "b"}, {"name": "c", "seeds": [5]}], "seeds": [1]}"#)
    let plan = ComparisonPlan(
      models: comparison.models.map {
        .init(
          name: $0.name, seeds: $0.seeds ?? comparison.seeds, recipe: Recipe(), operationsPerPair: 1, parameters: 1,
          trials: [])
      })
    #expect(try plan.runs().map(\.folderName) == ["a-seed0", "a-seed1", "b-seed1", "a-seed2", "c-seed5"])
    #expect(plan.text().contains("5 runs, seeds 0, 1, 2, 5"))
    let recipes = try plan.runs().map { ($0.model, $0.recipe) }
    let groups = ["a", "b"].map { name in (name, recipes.filter { $0.0 == name }.map(\.1)) }
    #expect(UnlikeRuns.sentences(groups) == ["a and b were trained with other seeds"])
    #expect(UnlikeRuns.sentences(groups, seeds: false).isEmpty)
  }

  @Test("Runs of other data, seeds or shapes are unlike, and the sentence says which")
  func unlike() throws {
    func recipe(_ change: (inout Recipe) -> Void = { _ in }) -> Recipe {
      var recipe = Recipe()
      change(&recipe)
      return recipe
    }
    let twin = recipe { $0.model.tower = .twin }
    #expect(UnlikeRuns.sentences([("a", [recipe()]), ("b", [twin])]).isEmpty)
    #expect(
      UnlikeRuns.sentences([("a", [recipe()]), ("b", [recipe { ($0.languages, $0.seed) = (["en"], 2) }])]) == [
        "a and b were trained with other languages", "a and b were trained with other seeds",
      ])
    #expect(
      UnlikeRuns.sentences([("a", [recipe(), recipe { ($0.seed, $0.model.depth) = (1, 3) }])])
        == ["the runs of a have models of other shapes"])
  }
}
