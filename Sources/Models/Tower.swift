import Autograd
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// A model that embeds images and texts where they can be compared. Texts come as pages of patches or as tokens, whichever
/// the model reads.
public protocol Tower {
  var parameters: ParameterStore { get }
  /// Logarithm of the inverse temperature, `[1]`.
  var logScale: Variable { get }
  /// Added to logits, `[1]`, for objectives that learn it.
  var logitBias: Variable? { get }
  /// How tokens are read; nil where texts are pages.
  var text: TextConfiguration? { get }
  /// Whether all patches go through the same blocks, so that one input may hold photos and pages, and may be embedded as either.
  /// Of a tower that reads no pages this is true: it reads photos alone, as `.image`.
  var sharesPatches: Bool { get }

  /// How patches are read that show a photo or a page. A tower that reads no pages gives what photos are read by for either.
  func vision(for modality: Modality) -> TowerConfiguration
  /// What the blocks make of photos or of pages. Throws where texts are tokens in a tower of their own and the patches are said to
  /// be texts.
  func encode(_ patches: PatchInput, as modality: Modality, on tape: Tape) throws -> any EncodedSequences
  /// What the blocks make of texts. Throws where texts are pages.
  func encode(_ tokens: TokenInput, on tape: Tape) throws -> any EncodedSequences
}

extension Tower {
  /// Unit embeddings of photos or of pages, float32 `[sequences, embedding]`. Throws as `encode` does.
  public func embed(_ patches: PatchInput, as modality: Modality, on tape: Tape) throws -> Variable {
    try encode(patches, as: modality, on: tape).embedding(on: tape)
  }

  /// Unit embeddings of texts, float32 `[sequences, embedding]`. Throws where texts are pages.
  public func embed(_ tokens: TokenInput, on tape: Tape) throws -> Variable {
    try encode(tokens, on: tape).embedding(on: tape)
  }

  /// What the last layer gets of photos or of pages: `pre_logits` in big_vision, float32 `[sequences, width]`. Throws as `encode`
  /// does.
  public func pooled(_ patches: PatchInput, as modality: Modality, on tape: Tape) throws -> Variable {
    try encode(patches, as: modality, on: tape).pooled(on: tape)
  }

  /// How photos are read.
  public var vision: TowerConfiguration { vision(for: .image) }
  /// Length of the embeddings.
  public var embedding: Int { vision.embedding }

  /// The logit scale, by which cosines are multiplied: the inverse temperature.
  public func logitScale() throws -> Double { try logScale.value.withFloats { Double(exp($0[0])) } }
}

/// The parameters that an objective learns beside a model's.
struct LearnedScale {
  let logScale: Variable
  let logitBias: Variable?

  /// - Parameters:
  ///   - logitScale: the initial scale of logits, an inverse temperature.
  ///   - logitBias: initial bias; nil where there is none.
  init(_ store: ParameterStore, logitScale: Float, logitBias: Float?) throws {
    logScale = try store.add("logScale", number: log(logitScale))
    self.logitBias = try logitBias.map { try store.add("logitBias", number: $0) }
  }
}
