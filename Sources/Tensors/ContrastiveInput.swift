/// What a contrastive loss compares: unit rows of images and of texts, pair by pair.
public struct ContrastiveInput: Sendable {
  /// float32 [count, width], unit rows.
  public var images: Tensor
  /// float32 [count, width], unit rows; row `i` belongs to image `i`.
  public var texts: Tensor
  /// Factor on the similarities.
  public var scale: Float
  /// int32 [count]; pairs of one group cannot be told apart. `nil`: all can.
  public var duplicateIds: Tensor?
  /// What becomes of pairs of one group.
  public var duplicates: DuplicateRule
  /// Element type of the products. In bfloat16 similarities are multiplied in three parts, which leaves them sixteen bits.
  public var operand: ElementType

  public init(
    images: Tensor, texts: Tensor, scale: Float, duplicateIds: Tensor?, duplicates: DuplicateRule = .masked,
    operand: ElementType = .float32
  ) {
    self.duplicates = duplicates
    self.operand = operand
    self.images = images
    self.texts = texts
    self.scale = scale
    self.duplicateIds = duplicateIds
  }

  public var count: Int { images.shape.rows }
}

/// What a contrastive loss makes of pairs that show the same image or have the same caption.
public enum DuplicateRule: String, Sendable, Hashable, CaseIterable {
  /// They are not each other's negatives.
  case masked
  /// They are each other's positives: softmax aims at all of a group alike (UniCL, Yang et al. 2022), sigmoid at each.
  case positive
  /// They are negatives like all others.
  case negative
}

/// Which loss is taken of the similarities.
public enum ContrastiveLoss: Sendable, Hashable {
  /// Softmax cross-entropy in both directions, averaged (InfoNCE, van den Oord et al. 2018; Radford et al. 2021).
  case softmax
  /// Logistic loss of every pair by itself, summed over a row and averaged over rows; `bias` is added to the logits (SigLIP,
  /// Zhai et al. 2023).
  case sigmoid(bias: Float)
}

/// What a contrastive loss says besides its derivatives by the embeddings.
public struct ContrastiveLossResult: Sendable {
  /// In nats per pair.
  public var loss = 0.0
  /// Images whose most similar text is their own.
  public var correctRows = 0
  /// Texts whose most similar image is their own.
  public var correctColumns = 0
  /// Derivative by the logarithm of the scale.
  public var logitScaleGradient = 0.0
  /// Derivative by the bias; 0 where there is none.
  public var biasGradient = 0.0

  public init() {}
}
