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

  /// Freezes what the recipe and its objective freeze. The model has its weights already; the objective's heads begin as those of the run that the
  /// recipe begins with.
  ///
  /// - Parameter report: told what of the heads begins anew.
  ///
  /// Throws where a group of parameters has none, or memory runs out.
  init(_ model: RunModel, report: (String) -> Void = { _ in }) throws {
    let (recipe, compute, tower) = (model.recipe, model.compute, model.tower)
    objective = try PreparedObjective(
      recipe.objective, for: tower, backend: compute.backend, seed: UInt64(recipe.seed))
    try model.adoptPretrainedHeads(of: objective, report: report)
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
