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

  /// Factor on the cosine similarities at the beginning; it is learned.
  public var logitScale = 10.0
  /// What it is kept within.
  var bounds = LogitBounds()
  /// How the losses of the two directions become one.
  public var directions = DirectionReduction.mean
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates = DuplicateRule.masked
  /// Whether the images are embedded once, before the first step. They are then not read again, which needs images that are shown
  /// without augmentation.
  public var reuseImageEmbeddings = true

  public init() {}

  package static var fields: [RecipeField<LiT>] {
    [
      .value("logitScale", \.logitScale, in: 0.01...1000), .value("minLogitScale", \.bounds.smallest),
      .value("maxLogitScale", \.bounds.largest), .value("directions", \.directions),
      .value("duplicatePairs", \.duplicates), .value("reuseImageEmbeddings", \.reuseImageEmbeddings),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try bounds.validate(logitScale, at: path) }

  package var logits: LogitSettings { LogitSettings(scale: logitScale, range: bounds.range) }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    requirements.locksImageTower = true
    requirements.reusesImageEmbeddings = reuseImageEmbeddings
    return requirements
  }

  public var requests: [ViewRequest] { .pairs }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    try SoftmaxLoss(duplicates: duplicates, directions: directions).evaluate(input, on: tape)
  }
}
