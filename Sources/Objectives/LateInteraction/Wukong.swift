import Corpora
import Schema

/// Wukong (Gu et al. 2022): FILIP in front of an image tower that stays as it is, with a layer that makes a dozen tokens of an image's
/// hundreds.
public struct Wukong: ObjectiveKind, Hashable {
  package static let names = ["wukong"]

  var scale = LogitScale(initial: 1 / 0.07)
  var loss = SoftmaxLoss()
  var late = LateInteraction()
  /// Tokens that are made of an image; nil compares all. Wukong has 12 for ViT-B/32, 24 for ViT-L/14.
  public var reducedTokens: Int? = 12
  /// Whether the image tower stays as it begins.
  public var lockImageTower = true

  public init() {}

  package static var fields: [RecipeField<Wukong>] {
    LogitScale.fields(\.scale) + SoftmaxLoss.fields(\.loss) + LateInteraction.fields(\.late) + [
      .value("reducedTokens", \.reducedTokens), .value("lockImageTower", \.lockImageTower),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    try scale.validate(at: path)
    try late.validate(at: path)
    guard let reducedTokens else { return }
    guard (1...4096).contains(reducedTokens) else {
      throw path.field("reducedTokens").error("\(reducedTokens) is out of range; allowed: 1 to 4096, or null")
    }
    guard (late.embedding ?? 0) % TokenReduction.groups == 0 else {
      throw path.field("embedding").error(
        "tokens are reduced in \(TokenReduction.groups) groups, which do not divide \(late.embedding ?? 0); take a multiple, or set "
          + "reducedTokens to null")
    }
  }

  package var logits: LogitSettings { scale.settings() }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    requirements.locksImageTower = lockImageTower
    requirements.comparesTokens = true
    return requirements
  }

  package var views: Set<BatchView> { [.image, .text] }

  package func objective(_ context: ObjectiveContext) throws -> any Objective {
    let heads = try TokenHeads(context, embedding: late.embedding)
    let reduction = try reducedTokens.map { try TokenReduction(context.heads, width: heads.width, count: $0) }
    return TokenWiseContrast(loss: loss, late: late, heads: heads, reduction: reduction)
  }
}
