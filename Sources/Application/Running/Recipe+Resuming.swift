import Recipes
import Training
import Schema

extension Recipe {
  /// The recipe of a run that goes on, with changes that do not touch what it has learned.
  ///
  /// Throws when an override changes anything but how long the run is, its threads, and how often it saves and evaluates.
  func resumed(with overrides: [RecipeOverride]) throws -> Recipe {
    let changed = try Recipe.resolve(json, source: "recipe", overrides: overrides)
    var expected = self
    expected.training.steps = changed.training.steps
    expected.training.seconds = changed.training.seconds
    guard expected.learnsAlike(changed) else {
      let lines = JSONDifference.lines(expected.json, changed.json)
      throw RecipeError(
        source: "--resume", path: "",
        problem: "a run that goes on keeps its recipe, and this would change it:"
          + lines.prefix(4).map { "\n  \($0)" }.joined() + "\nonly training.steps, training.seconds, training.threads, "
          + "training.loaderThreads, training.prefetch, training.evaluateEvery, training.evaluateQueries and training.checkpointEvery can be changed"
      )
    }
    return changed
  }

  /// Whether both lead to the same weights: they may differ in threads and in how often a run saves and evaluates.
  func learnsAlike(_ other: Recipe) -> Bool {
    var expected = self
    expected.description = other.description
    expected.training.threads = other.training.threads
    expected.training.loaderThreads = other.training.loaderThreads
    expected.training.prefetch = other.training.prefetch
    expected.training.evaluateEvery = other.training.evaluateEvery
    expected.training.evaluateQueries = other.training.evaluateQueries
    expected.training.checkpointEvery = other.training.checkpointEvery
    return expected == other
  }
}
