import Schema
import Tensors

/// The shape and the settings of a transformer: what its blocks are like, and how token states become one vector a sequence.
public struct EncoderConfiguration: Sendable, Hashable {
  /// How token states become one vector a sequence.
  public enum Pooling: String, RecipeWord {
    /// Mean over the tokens ("gap" in big_vision).
    case mean
    /// Attention of one learned probe over the tokens, then a residual MLP ("map" in big_vision).
    case map
    /// The first token: the class token of CLIP's image tower, `[CLS]` of BERT.
    case first
    /// The last token: the end of the text in CLIP's text tower.
    case last
  }

  /// Where a block normalizes.
  public enum NormPlacement: String, Sendable, CaseIterable {
    /// What goes into a branch (vision transformers, CLIP); the states are normalized once more at the end.
    case before
    /// What has come out of a branch and was added to the stream (BERT).
    case after
  }

  public var width: Int
  public var depth: Int
  public var heads: Int
  /// Hidden width of the MLP; four times the width in most models.
  public var mlp: Int
  public var pooling: Pooling
  /// Length of the embeddings that are compared.
  public var embedding: Int
  public var norms = NormPlacement.before
  public var activation = GELUForm.tanh
  /// Added to variances by norms; 1e-6 in flax, 1e-5 in CLIP, 1e-12 in BERT.
  public var epsilon: Float = 1e-6
  /// Whether a token sees itself and those before it only.
  public var isCausal = false
  /// Whether the stream is normalized in front of the first block (CLIP's image tower, BERT).
  public var normsInput = false
  /// Whether the last layer, from width to embedding, has a bias.
  public var hasHeadBias = true

  public init(
    width: Int, depth: Int, heads: Int, mlp: Int? = nil, pooling: Pooling = .mean, embedding: Int
  ) {
    self.width = width
    self.depth = depth
    self.heads = heads
    self.mlp = mlp ?? 4 * width
    self.pooling = pooling
    self.embedding = embedding
  }

  /// Throws a sentence where the numbers cannot make a transformer.
  ///
  /// - Parameter section: of the recipe, for the sentence.
  public func validate(section: String = "model") throws {
    let positive = [
      ("width", width), ("depth", depth), ("heads", heads), ("mlp", mlp), ("embedding", embedding),
    ]
    for (name, value) in positive where value < 1 {
      throw TensorError("\(section).\(name) is \(value); it must be at least 1")
    }
    guard width % heads == 0 else {
      throw TensorError("\(section).heads is \(heads), which does not divide \(section).width \(width)")
    }
  }
}

extension GELUForm: RecipeWord {}
