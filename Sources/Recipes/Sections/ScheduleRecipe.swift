import Schema
import Training

/// How the learning rate goes up and down, in parts of the run: a run may end by steps or by time.
public enum ScheduleRecipe: RecipeChoice {
  case constant(ConstantRecipe)
  case cosine(CosineRecipe)
  case rsqrt(RsqrtRecipe)

  package static var kinds: [RecipeKind<ScheduleRecipe>] {
    [
      .kind("constant", ScheduleRecipe.constant) { if case .constant(let payload) = $0 { payload } else { nil } },
      .kind("cosine", ScheduleRecipe.cosine) { if case .cosine(let payload) = $0 { payload } else { nil } },
      .kind("rsqrt", ScheduleRecipe.rsqrt) { if case .rsqrt(let payload) = $0 { payload } else { nil } },
    ]
  }

  /// The schedule as the trainer follows it.
  public var schedule: Schedule {
    switch self {
    case .constant(let recipe): .constant(warmUp: recipe.warmup)
    case .cosine(let recipe): .cosine(warmUp: recipe.warmup, floor: recipe.floor)
    case .rsqrt(let recipe):
      .reciprocalSquareRoot(warmUp: recipe.warmup, timescale: recipe.timescale, coolDown: recipe.cooldown)
    }
  }
}

/// A straight line up, then level.
public struct ConstantRecipe: RecipeSection {
  /// Part of the run until the peak.
  public var warmup = 0.05

  public init() {}

  package static var fields: [RecipeField<ConstantRecipe>] { [.value("warmup", \.warmup, in: 0...1)] }
}

/// A straight line up, half a cosine down.
public struct CosineRecipe: RecipeSection {
  /// Part of the run until the peak.
  public var warmup = 0.05
  /// What is left at the end, as a part of the peak.
  public var floor = 0.02

  public init() {}

  package static var fields: [RecipeField<CosineRecipe>] {
    [.value("warmup", \.warmup, in: 0...1), .value("floor", \.floor, in: 0...1)]
  }
}

/// A straight line up, the reciprocal of the square root, a straight line to zero (big_vision).
public struct RsqrtRecipe: RecipeSection {
  /// Part of the run until the peak.
  public var warmup = 0.1
  /// Part of the run in the last line down.
  public var cooldown = 0.1
  /// Part of the run after which the rate has fallen by the square root of two.
  public var timescale = 0.1

  public init() {}

  package static var fields: [RecipeField<RsqrtRecipe>] {
    [
      .value("warmup", \.warmup, in: 0...1), .value("cooldown", \.cooldown, in: 0...1),
      .value("timescale", \.timescale, in: 1e-6...1e6),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard warmup + cooldown <= 1 else {
      throw path.field("cooldown").error("\(cooldown) and warmup, \(warmup), are together longer than the run")
    }
  }
}
