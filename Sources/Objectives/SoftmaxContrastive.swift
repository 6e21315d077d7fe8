import Autograd
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// InfoNCE over all pairs of a batch in both directions, with a learned temperature (Radford et al. 2021; CLIPPO).
public struct SoftmaxContrastive: Sendable, Hashable {
  public init() {}

  func evaluate(images: Variable, texts: Variable, logScale: Variable, groups: Tensor?, on tape: Tape) throws
    -> ObjectiveResult
  {
    let logits = try tape.scaledSimilarity(images, texts, logScale: logScale)
    let (loss, result) = try tape.contrastiveSoftmax(logits, groups: groups)
    let count = Double(logits.value.shape.rows)
    let scale = try logScale.value.withFloats { Double(exp($0[0])) }
    return ObjectiveResult(
      loss: loss,
      metrics: [
        ("i2t_accuracy", Double(result.correctRows) / count), ("t2i_accuracy", Double(result.correctColumns) / count),
        ("temperature", scale),
      ])
  }
}
