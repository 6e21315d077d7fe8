import Autograd
import Schema
import Tensors

/// The objective of ALIGN (Jia et al. 2021): normalized softmax in both directions, their sum, with label smoothing. Its pairs are
/// found on the web and not cleaned but by counting; `clippo-corpus filter --rules align` does that.
public struct ALIGN: ObjectiveKind, Objective, Hashable {
  package static let names = ["align"]

  /// Factor on the cosine similarities at the beginning, the inverse of ALIGN's temperature; it is learned.
  public var logitScale = 1.0
  /// What it is kept within.
  var bounds = LogitBounds()
  /// How the losses of the two directions become one.
  public var directions = DirectionReduction.sum
  /// Share of the targets that all texts of the batch share.
  public var labelSmoothing = 0.1
  /// What becomes of pairs that show the same image or have the same caption; ALIGN tells all pairs apart.
  public var duplicates = DuplicateRule.negative

  public init() {}

  package static var fields: [RecipeField<ALIGN>] {
    [
      .value("logitScale", \.logitScale, in: 0.01...1000), .value("minLogitScale", \.bounds.smallest),
      .value("maxLogitScale", \.bounds.largest), .value("directions", \.directions),
      .value("labelSmoothing", \.labelSmoothing, in: 0...0.999), .value("duplicatePairs", \.duplicates),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try bounds.validate(logitScale, at: path) }

  package var logits: LogitSettings { LogitSettings(scale: logitScale, range: bounds.range) }

  public var requests: [ViewRequest] { .pairs }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    try SoftmaxLoss(duplicates: duplicates, directions: directions, labelSmoothing: labelSmoothing)
      .evaluate(input, on: tape)
  }
}
