import Autograd
import Schema
import Tensors

/// Locked-image tuning (LiT, Zhai et al. 2022): CLIP's loss in front of an image tower that stays as it is, so that texts learn
/// to be where images already are.
///
/// The text tower is a token transformer (`model.tower` "twin") or a second vision transformer that reads drawn captions
/// ("twinPages"), which may begin as a clone of the image tower. One tower for both cannot be locked: texts would be too.
public struct LiT: ObjectiveKind, Objective, Hashable {
  package static let names = ["lit"]

  var scale = LogitScale(initial: 10)
  var loss = SoftmaxLoss()
  /// Whether the images are embedded once, before the first step. They are then not read again, which needs images that are shown
  /// without augmentation.
  public var reuseImageEmbeddings = true

  public init() {}

  package static var fields: [RecipeField<LiT>] {
    LogitScale.fields(\.scale) + SoftmaxLoss.fields(\.loss)
      + [.value("reuseImageEmbeddings", \.reuseImageEmbeddings)]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try scale.validate(at: path) }

  package var logits: LogitSettings { scale.settings() }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    requirements.locksImageTower = true
    requirements.reusesImageEmbeddings = reuseImageEmbeddings
    return requirements
  }

  public var requests: [ViewRequest] { .pairs }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    try loss.evaluate(input, on: tape)
  }
}
