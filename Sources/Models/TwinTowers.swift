import Autograd
import Tensors

/// One tower for images and another for tokens (CLIP, Radford et al. 2021; Wukong, Gu et al. 2022; Chinese-CLIP).
public struct TwinTowers: Tower {
  public let image: VisionTransformer
  public let language: TextTransformer
  public let logScale: Variable
  public let logitBias: Variable?
  public let parameters: ParameterStore

  public var sharesPatches: Bool { true }
  public var text: TextConfiguration? { language.configuration }

  /// - Parameters:
  ///   - logitScale: the initial scale of logits, an inverse temperature; 1 / 0.07 in CLIP.
  ///   - logitBias: initial bias on logits, -10 in SigLIP; `nil` where the objective has none.
  ///   - seed: of the initial values.
  ///
  /// Throws where the towers' embeddings differ in length.
  public init(
    image: TowerConfiguration, text: TextConfiguration, logitScale: Float = 10, logitBias: Float? = nil,
    backend: any Backend, seed: UInt64
  ) throws {
    guard image.embedding == text.encoder.embedding else {
      throw TensorError(
        "embeddings of images have \(image.embedding) values and those of texts \(text.encoder.embedding); they must be alike"
      )
    }
    parameters = ParameterStore(backend: backend, seed: seed)
    self.image = try VisionTransformer(parameters, name: "image", configuration: image)
    language = try TextTransformer(parameters, name: "text", configuration: text)
    let scale = try LearnedScale(parameters, logitScale: logitScale, logitBias: logitBias)
    logScale = scale.logScale
    self.logitBias = scale.logitBias
  }

  public func vision(for modality: Modality) -> TowerConfiguration { image.configuration }

  public func encode(_ patches: PatchInput, as modality: Modality, on tape: Tape) throws -> any EncodedSequences {
    guard modality == .image else { throw TensorError("this model reads texts as tokens, not as pages") }
    return try image.encode(patches, on: tape)
  }

  public func encode(_ tokens: TokenInput, on tape: Tape) throws -> any EncodedSequences {
    try language.encode(tokens, on: tape)
  }

  /// Begins the text tower with the image tower's blocks and what follows them. Tokens and positions stay as they are.
  ///
  /// Throws, with nothing changed, where the towers' blocks have different shapes.
  public func beginTextWithImage() throws {
    try parameters.copy(
      below: "image/", to: "text/", besides: ["image/embedding/", "image/positions", "image/classToken"]
    ) {
      "the text tower has no '\($0)' of the shape \($1); give it the image tower's width, depth and settings"
    }
  }
}
