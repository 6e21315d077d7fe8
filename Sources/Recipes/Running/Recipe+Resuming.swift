extension Recipe {
  /// The recipe of a run that goes on, with changes that do not touch what it has learned.
  ///
  /// Throws when an override changes anything but how long the run is, its threads, and how often it saves and evaluates.
  func resumed(with overrides: [RecipeOverride]) throws -> Recipe {
    let changed = try Recipe.resolve(json, source: "recipe", overrides: overrides)
    var expected = self
    expected.training.steps = changed.training.steps
    expected.training.seconds = changed.training.seconds
    expected.training.threads = changed.training.threads
    expected.training.loaderThreads = changed.training.loaderThreads
    expected.training.prefetch = changed.training.prefetch
    expected.training.evaluateEvery = changed.training.evaluateEvery
    expected.training.evaluateQueries = changed.training.evaluateQueries
    expected.training.checkpointEvery = changed.training.checkpointEvery
    guard expected == changed else {
      throw RecipeError(
        source: "--resume", path: "",
        problem: "a run that goes on keeps its recipe; only training.steps, training.seconds, training.threads, "
          + "training.loaderThreads, training.prefetch, training.evaluateEvery, training.evaluateQueries and training.checkpointEvery can be changed"
      )
    }
    return changed
  }
}
