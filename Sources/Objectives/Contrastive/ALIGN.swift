import Autograd
import Schema
import Tensors

/// The objective of ALIGN (Jia et al. 2021): normalized softmax in both directions, their sum, with label smoothing; all pairs are told
/// apart, and the temperature begins at 1. Its pairs are found on the web and not cleaned but by counting;
/// `clippo-corpus filter --rules align` does that.
public struct ALIGN: ObjectiveKind, Objective, Hashable {
  package static let names = ["align"]

  var scale = LogitScale(initial: 1)
  var loss = SoftmaxLoss(duplicates: .negative, directions: .sum, labelSmoothing: 0.1)

  public init() {}

  package static var fields: [RecipeField<ALIGN>] { LogitScale.fields(\.scale) + SoftmaxLoss.fields(\.loss) }

  package func validate(at path: RecipePath) throws(RecipeError) { try scale.validate(at: path) }

  package var logits: LogitSettings { scale.settings() }

  public var requests: [ViewRequest] { .pairs }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    try loss.evaluate(input, on: tape)
  }
}
