import Corpora
import Schema

/// Fine-grained interactive language-image pretraining (FILIP, Yao et al. 2022): how alike an image and a text are is the mean, over
/// the tokens of one, of the best cosine among the tokens of the other; each direction has its own square, and the loss is CLIP's.
public struct FILIP: ObjectiveKind, Hashable {
  package static let names = ["filip"]

  var scale = LogitScale(initial: 1 / 0.07)
  var loss = SoftmaxLoss()
  var late = LateInteraction()

  public init() {}

  package static var fields: [RecipeField<FILIP>] {
    LogitScale.fields(\.scale) + SoftmaxLoss.fields(\.loss) + LateInteraction.fields(\.late)
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    try scale.validate(at: path)
    try late.validate(at: path)
  }

  package var logits: LogitSettings { scale.settings() }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    requirements.comparesTokens = true
    return requirements
  }

  package var views: Set<BatchView> { [.image, .text] }

  package func objective(_ context: ObjectiveContext) throws -> any Objective {
    TokenWiseContrast(loss: loss, late: late, heads: try TokenHeads(context, embedding: late.embedding))
  }
}
