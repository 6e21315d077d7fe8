import Objectives

/// What is minimised.
public enum ObjectiveRecipe: RecipeChoice {
  /// Cross entropy of the similarities of a batch, from photos to pages and back (CLIP, CLIPPO).
  case softmaxContrastive(SoftmaxContrastiveRecipe)

  static var kinds: [RecipeKind<ObjectiveRecipe>] {
    [
      .kind("softmaxContrastive", ObjectiveRecipe.softmaxContrastive) {
        if case .softmaxContrastive(let payload) = $0 { payload } else { nil }
      }
    ]
  }
}

/// The softmax contrastive objective.
public struct SoftmaxContrastiveRecipe: RecipeSection {
  /// Factor on the cosine similarities at the beginning; it is learned.
  public var temperature = 10.0

  public init() {}

  static var fields: [RecipeField<SoftmaxContrastiveRecipe>] { [.value("temperature", \.temperature, in: 0.01...1000)] }
}

extension ObjectiveRecipe {
  /// What is evaluated on every batch.
  public var objective: Objective {
    switch self {
    case .softmaxContrastive: .softmaxContrastive(SoftmaxContrastive())
    }
  }

  /// Factor on the similarities that the tower begins with.
  public var initialTemperature: Float {
    switch self {
    case .softmaxContrastive(let recipe): Float(recipe.temperature)
    }
  }
}
