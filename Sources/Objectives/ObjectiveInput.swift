import Autograd
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// What an objective is evaluated on: the embeddings of a batch of pairs.
public struct ObjectiveInput {
  /// Unit rows, float32 `[batch, embedding]`.
  public let images: Variable
  /// Unit rows, float32 `[batch, embedding]`; row `i` belongs to image `i`.
  public let texts: Variable
  /// Logarithm of the inverse temperature, `[1]`.
  public let logScale: Variable
  /// Added to the logits, `[1]`, where the objective learns one.
  public let logitBias: Variable?
  /// int32 `[batch]`; equal numbers mark pairs that show the same image or share a caption. `nil`: all differ.
  public let duplicateIds: Tensor?

  public init(
    images: Variable, texts: Variable, logScale: Variable, logitBias: Variable? = nil, duplicateIds: Tensor? = nil
  ) {
    self.images = images
    self.texts = texts
    self.logScale = logScale
    self.logitBias = logitBias
    self.duplicateIds = duplicateIds
  }
}

extension ContrastiveLossResult {
  /// Share of images and of texts, 0…1, whose most similar partner is their own, and the temperature.
  func metrics(_ input: ObjectiveInput) throws -> [(name: String, value: Double)] {
    let count = Double(input.images.value.shape.rows)
    return [
      ("i2t_accuracy", Double(correctRows) / count), ("t2i_accuracy", Double(correctColumns) / count),
      ("temperature", try input.logScale.value.withFloats { Double(exp($0[0])) }),
    ]
  }
}
