import Autograd
import Models
import Tensors

/// CLIP's loss of what tokens find in each other: FILIP, and with reduced tokens of images Wukong.
struct TokenWiseContrast: TokenWiseObjective {
  let loss: SoftmaxLoss
  let late: LateInteraction
  let heads: TokenHeads
  /// Makes a few tokens of an image's many; nil compares all.
  var reduction: TokenReduction?

  var requests: [ViewRequest] { [ViewRequest(.image, .states), ViewRequest(.text, .states)] }

  func tokens(_ states: PackedStates, as modality: Modality, on tape: Tape) throws -> PackedStates {
    let tokens = try heads.projected(
      heads.withoutClassTokens(states, as: modality, on: tape), as: modality, on: tape)
    return try (modality == .image ? reduction?(tokens, on: tape) ?? tokens : tokens).normalized(on: tape)
  }

  func similarities(images: PackedStates, texts: PackedStates, on tape: Tape) throws -> (
    images: Variable, texts: Variable
  ) {
    let found = try TokenSimilarities(images: images, texts: texts, padding: late.padding, on: tape)
    return (found.images, found.texts)
  }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let found = try similarities(
      images: tokens(input.states(.image), as: .image, on: tape),
      texts: tokens(input.states(.text), as: .text, on: tape),
      on: tape)
    return try loss.evaluate(images: found.images, texts: found.texts, input, on: tape)
  }
}
