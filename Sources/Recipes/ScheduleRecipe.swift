/// How the learning rate goes up and down.
public enum ScheduleRecipe: RecipeChoice {
  case cosine(CosineRecipe)
  case rsqrt(RsqrtRecipe)

  static var kinds: [RecipeKind<ScheduleRecipe>] {
    [
      .kind("cosine", ScheduleRecipe.cosine) { if case .cosine(let payload) = $0 { payload } else { nil } },
      .kind("rsqrt", ScheduleRecipe.rsqrt) { if case .rsqrt(let payload) = $0 { payload } else { nil } },
    ]
  }
}

/// A straight line up, half a cosine down.
public struct CosineRecipe: RecipeSection {
  /// Steps until the peak.
  public var warmup = 100
  /// What is left at the end, as a part of the peak.
  public var floor = 0.02

  public init() {}

  static var fields: [RecipeField<CosineRecipe>] {
    [.value("warmup", \.warmup, in: 0...1_000_000_000), .value("floor", \.floor, in: 0...1)]
  }
}

/// A straight line up, the reciprocal of the square root, a straight line to zero.
public struct RsqrtRecipe: RecipeSection {
  /// Steps until the peak.
  public var warmup = 10_000
  /// Steps of the last line down.
  public var cooldown = 10_000
  /// Steps after which the rate has fallen by the square root of two.
  public var timescale = 10_000

  public init() {}

  static var fields: [RecipeField<RsqrtRecipe>] {
    [
      .value("warmup", \.warmup, in: 0...1_000_000_000), .value("cooldown", \.cooldown, in: 0...1_000_000_000),
      .value("timescale", \.timescale, in: 1...1_000_000_000),
    ]
  }
}
