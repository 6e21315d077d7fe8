import Autograd
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// One tower for photos and rendered text alike (CLIPPO, Tschannen et al. 2023).
public struct SharedTower {
  public let encoder: VisionTransformer
  /// Logarithm of the inverse temperature, `[1]`.
  public let logScale: Variable
  /// Added to logits, `[1]`, for objectives that learn it.
  public let logitBias: Variable?
  public let parameters: ParameterStore

  /// - Parameters:
  ///   - temperature: initial inverse temperature; 10 in CLIPPO.
  ///   - logitBias: initial bias on logits, -10 in SigLIP; `nil` where the objective has none.
  ///   - seed: of the initial values.
  public init(
    configuration: TowerConfiguration, temperature: Float = 10, logitBias: Float? = nil, backend: any Backend,
    seed: UInt64
  ) throws {
    parameters = ParameterStore(backend: backend, seed: seed)
    encoder = try VisionTransformer(parameters, name: "encoder", configuration: configuration)
    logScale = try parameters.add("logScale", shape: [1], .constant(log(temperature)))
    let store = parameters
    self.logitBias = try logitBias.map { try store.add("logitBias", shape: [1], .constant($0)) }
  }

  /// Unit embeddings of every sequence, float32 `[sequences, embedding]`.
  public func embed(_ batch: EncoderInput, on tape: Tape) throws -> Variable {
    try tape.l2Normalize(encoder(batch, on: tape))
  }

  /// Embeddings of a batch whose first half are photos and whose second half are their pages, in one pass.
  public func embedPairs(_ batch: EncoderInput, on tape: Tape) throws -> EmbeddingPair {
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
