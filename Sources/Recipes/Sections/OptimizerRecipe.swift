import Schema

/// How gradients become steps.
public enum OptimizerRecipe: RecipeChoice {
  case adamw(AdamWRecipe)
  case adafactor(AdafactorRecipe)

  package static var kinds: [RecipeKind<OptimizerRecipe>] {
    [
      .kind("adamw", OptimizerRecipe.adamw) { if case .adamw(let payload) = $0 { payload } else { nil } },
      .kind("adafactor", OptimizerRecipe.adafactor) { if case .adafactor(let payload) = $0 { payload } else { nil } },
    ]
  }
}

/// AdamW (Loshchilov and Hutter).
public struct AdamWRecipe: RecipeSection {
  /// Peak rate.
  public var learningRate = 0.001
  public var beta1 = 0.9
  public var beta2 = 0.98
  public var epsilon = 1e-8
  /// Decoupled decay of kernels; biases, norms, positions and the temperature do not decay.
  public var weightDecay = 0.05

  public init() {}

  package static var fields: [RecipeField<AdamWRecipe>] {
    [
      .value("learningRate", \.learningRate, in: 0...10), .value("beta1", \.beta1, in: 0...0.9999),
      .value("beta2", \.beta2, in: 0...0.999999), .value("epsilon", \.epsilon, in: 1e-30...1),
      .value("weightDecay", \.weightDecay, in: 0...10),
    ]
  }
}

/// Adafactor as big_vision runs it: factored second moments, momentum, no clipping of updates.
public struct AdafactorRecipe: RecipeSection {
  /// Peak rate.
  public var learningRate = 0.001
  public var momentum = 0.9
  /// The second moment's decay is 1 - update^-decayExponent, and never more than the limit.
  public var decayExponent = 0.8
  public var decayLimit = 0.999
  public var epsilon = 1e-30
  /// Decay of kernels, scaled by the schedule but not by the learning rate.
  public var weightDecay = 0.0001

  public init() {}

  package static var fields: [RecipeField<AdafactorRecipe>] {
    [
      .value("learningRate", \.learningRate, in: 0...10), .value("momentum", \.momentum, in: 0...0.9999),
      .value("decayExponent", \.decayExponent, in: 0.1...2), .value("decayLimit", \.decayLimit, in: 0...0.999999),
      .value("epsilon", \.epsilon, in: 0...1), .value("weightDecay", \.weightDecay, in: 0...10),
    ]
  }
}

extension OptimizerRecipe {
  /// The peak rate.
  public var learningRate: Double {
    switch self {
    case .adamw(let recipe): recipe.learningRate
    case .adafactor(let recipe): recipe.learningRate
    }
  }
}
