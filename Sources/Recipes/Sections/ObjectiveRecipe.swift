import Objectives
import Schema
import Tensors

/// What is minimized.
public enum ObjectiveRecipe: RecipeChoice {
  /// Cross entropy of the similarities of a batch, from photos to pages and back (CLIP, CLIPPO).
  case softmaxContrastive(SoftmaxContrastiveRecipe)
  /// Every pair of a batch by itself: together or not (SigLIP).
  case sigmoidContrastive(SigmoidContrastiveRecipe)

  package static var kinds: [RecipeKind<ObjectiveRecipe>] {
    [
      .kind("softmaxContrastive", ObjectiveRecipe.softmaxContrastive) {
        if case .softmaxContrastive(let payload) = $0 { payload } else { nil }
      },
      .kind("sigmoidContrastive", ObjectiveRecipe.sigmoidContrastive) {
        if case .sigmoidContrastive(let payload) = $0 { payload } else { nil }
      },
    ]
  }
}

/// The softmax contrastive objective.
public struct SoftmaxContrastiveRecipe: RecipeSection {
  /// Factor on the cosine similarities at the beginning; it is learned.
  public var logitScale = 10.0
  /// What becomes of pairs of a batch that share their image or a caption.
  public var duplicatePairs = DuplicateRule.masked

  public init() {}

  package static var fields: [RecipeField<SoftmaxContrastiveRecipe>] {
    [.value("logitScale", \.logitScale, in: 0.01...1000), .value("duplicatePairs", \.duplicatePairs)]
  }
}

/// The sigmoid contrastive objective.
public struct SigmoidContrastiveRecipe: RecipeSection {
  /// Factor on the cosine similarities at the beginning; it is learned.
  public var logitScale = 10.0
  /// Added to the logits at the beginning; it is learned. Far below zero, since most pairs of a batch do not belong
  /// together.
  public var bias = -10.0
  /// What becomes of pairs of a batch that share their image or a caption.
  public var duplicatePairs = DuplicateRule.masked

  public init() {}

  package static var fields: [RecipeField<SigmoidContrastiveRecipe>] {
    [
      .value("logitScale", \.logitScale, in: 0.01...1000), .value("bias", \.bias, in: -1000...1000),
      .value("duplicatePairs", \.duplicatePairs),
    ]
  }
}

extension DuplicateRule: RecipeWord {}

extension ObjectiveRecipe {
  /// What is evaluated on every batch.
  public var objective: Objective {
    switch self {
    case .softmaxContrastive(let recipe): .softmaxContrastive(SoftmaxContrastive(duplicates: recipe.duplicatePairs))
    case .sigmoidContrastive(let recipe): .sigmoidContrastive(SigmoidContrastive(duplicates: recipe.duplicatePairs))
    }
  }

  /// Factor on the similarities that the tower begins with.
  public var initialLogitScale: Float {
    switch self {
    case .softmaxContrastive(let recipe): Float(recipe.logitScale)
    case .sigmoidContrastive(let recipe): Float(recipe.logitScale)
    }
  }

  /// Bias on the logits that the tower begins with; nil for objectives without one.
  public var initialLogitBias: Float? {
    switch self {
    case .softmaxContrastive: nil
    case .sigmoidContrastive(let recipe): Float(recipe.bias)
    }
  }
}
