import Autograd

/// InfoNCE over all pairs of a batch in both directions, with a learned temperature (Radford et al. 2021; CLIPPO).
public struct SoftmaxContrastive: Sendable, Hashable {
  public init() {}

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let (loss, result) = try tape.contrast(
      input.images, input.texts, logScale: input.logScale, groups: input.groups)
    return ObjectiveResult(loss: loss, metrics: try result.metrics(input))
  }
}
