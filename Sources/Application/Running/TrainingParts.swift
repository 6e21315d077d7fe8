import Objectives
import Recipes
import Training

/// What a model is trained with: the objective, the optimizer of what is not frozen, the average, and a teacher that is one.
struct TrainingParts {
  let objective: PreparedObjective
  let optimizer: any Optimizer
  /// Nil where the recipe wants none.
  let average: ExponentialMovingAverage?
  /// Nil where the objective learns from none.
  let averagedTeacher: ExponentialMovingAverage?

  /// Freezes what the recipe and its objective freeze. The model has its weights already.
  ///
  /// - Parameter begin: gives the objective's heads the values that they begin with, where these are not random.
  ///
  /// Throws where a group of parameters has none, or memory runs out.
  init(_ model: RunModel, begin: (PreparedObjective) throws -> Void = { _ in }) throws {
    let (recipe, compute, tower) = (model.recipe, model.compute, model.tower)
    objective = try PreparedObjective(
      recipe.objective, for: tower, backend: compute.backend, seed: UInt64(recipe.seed))
    try begin(objective)
    try objective.clampLogitScale(of: tower)
    try recipe.parameterGroups.apply(to: tower.parameters, objective.heads)
    optimizer = try recipe.optimizer.optimizer(
      of: tower.parameters.trainable + objective.heads.trainable, activation: model.activation,
      on: compute.backend, pool: compute.pool)
    average = try recipe.training.average(
      of: tower.parameters, heads: objective.heads, on: compute.backend, pool: compute.pool)
    averagedTeacher = try recipe.objective.requirements.averagedTeacher?.average(
      of: tower.parameters, on: compute.backend, pool: compute.pool)
  }

  /// Goes on from a checkpoint, to the bit.
  func restore(_ checkpoint: CheckpointContent) throws {
    try objective.restore(checkpoint.objective)
    try averagedTeacher?.restore(averaged: checkpoint.teacherWeights)
    try optimizer.restore(
      average?.restore(checkpoint.parameters, optimizer: checkpoint.optimizer) ?? checkpoint.optimizer)
  }
}
