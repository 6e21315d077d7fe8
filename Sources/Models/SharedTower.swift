import Autograd
import Tensors

/// One tower for photos and texts alike: texts as drawn pages (CLIPPO, Tschannen et al. 2023), or as tokens with a table of
/// their own in front of the shared blocks (1T-CLIP, the same paper's comparison).
public struct SharedTower: Tower {
  public let encoder: VisionTransformer
  let tokens: TokenEmbedding?
  public let text: TextConfiguration?
  public let logScale: Variable
  public let logitBias: Variable?
  public let parameters: ParameterStore

  public var sharesPatches: Bool { true }

  /// - Parameters:
  ///   - text: tokens that texts are made of, whose blocks are those of `configuration`; nil where texts are pages.
  ///   - logitScale: the initial scale of logits, an inverse temperature; 10 in CLIPPO.
  ///   - logitBias: initial bias on logits, -10 in SigLIP; `nil` where the objective has none.
  ///   - seed: of the initial values.
  public init(
    configuration: TowerConfiguration, text: TextConfiguration? = nil, logitScale: Float = 10,
    logitBias: Float? = nil, backend: any Backend, seed: UInt64
  ) throws {
    parameters = ParameterStore(backend: backend, seed: seed)
    encoder = try VisionTransformer(parameters, name: "encoder", configuration: configuration)
    if let text, text.encoder != configuration.encoder {
      throw TensorError("texts and images of a shared tower go through the same blocks, not through two kinds")
    }
    try text?.validate()
    let store = parameters
    tokens = try text.map { try TokenEmbedding(store, "text", $0) }
    self.text = text
    let scale = try LearnedScale(parameters, logitScale: logitScale, logitBias: logitBias)
    logScale = scale.logScale
    self.logitBias = scale.logitBias
  }

  public func vision(for modality: Modality) -> TowerConfiguration { encoder.configuration }

  public func encode(_ batch: PatchInput, as modality: Modality, on tape: Tape) throws -> any EncodedSequences {
    try encoder.encode(batch, on: tape)
  }

  /// Unit embeddings of every sequence, float32 `[sequences, embedding]`, whatever each of them shows.
  public func embed(_ batch: PatchInput, on tape: Tape) throws -> Variable {
    try encoder.encode(batch, on: tape).embedding(on: tape)
  }

  public func encode(_ texts: TokenInput, on tape: Tape) throws -> any EncodedSequences {
    guard let tokens else { throw TensorError("this model reads texts as pages, not as tokens") }
    return try TransformerOutput(encoder.encoder, tokens(texts, on: tape), offsets: texts.offsets, on: tape)
  }

  /// Embeddings of a batch whose first half are photos and whose second half are their pages, in one pass.
  public func embedPairs(_ batch: PatchInput, on tape: Tape) throws -> EmbeddingPair {
    guard batch.sequences % 2 == 0 else {
      throw TensorError("a batch of \(batch.sequences) sequences is not made of pairs")
    }
    let pairs = batch.sequences / 2
    let embeddings = try embed(batch, on: tape)
    return EmbeddingPair(
      images: try tape.rows(embeddings, 0..<pairs), texts: try tape.rows(embeddings, pairs..<2 * pairs))
  }
}

/// Embeddings of images and of their texts, row by row, unit length.
public struct EmbeddingPair {
  /// float32 `[batch, embedding]`.
  public let images: Variable
  /// float32 `[batch, embedding]`.
  public let texts: Variable

  public init(images: Variable, texts: Variable) {
    self.images = images
    self.texts = texts
  }
}
