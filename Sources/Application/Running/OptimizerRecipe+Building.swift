import Models
import Recipes
import Training

extension OptimizerRecipe {
  /// An optimizer of a model's parameters, its moments at zero.
  public func optimizer(of parameters: ParameterStore, in workshop: ComputeContext) throws -> any Optimizer {
    switch self {
    case .adamw(let recipe):
      var settings = AdamW.Settings()
      settings.learningRate = recipe.learningRate
      settings.beta1 = recipe.beta1
      settings.beta2 = recipe.beta2
      settings.epsilon = recipe.epsilon
      settings.weightDecay = recipe.weightDecay
      return try AdamW(parameters, settings: settings, backend: workshop.backend, pool: workshop.pool)
    case .adafactor(let recipe):
      var settings = Adafactor.Settings()
      settings.learningRate = recipe.learningRate
      settings.momentum = recipe.momentum
      settings.decayExponent = recipe.decayExponent
      settings.decayLimit = recipe.decayLimit
      settings.epsilon = recipe.epsilon
      settings.weightDecay = recipe.weightDecay
      return try Adafactor(parameters, settings: settings, backend: workshop.backend, pool: workshop.pool)
    }
  }
}
