import Autograd
import Tensors

/// One tower for images and another for tokens (CLIP, Radford et al. 2021; Wukong, Gu et al. 2022; Chinese-CLIP).
public struct TwinTowers: Tower {
  public let image: VisionTransformer
  public let language: TextTransformer
  public let logScale: Variable
  public let logitBias: Variable?
  public let parameters: ParameterStore

  public var vision: TowerConfiguration { image.configuration }
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

  public func encode(_ patches: PatchInput, on tape: Tape) throws -> any EncodedSequences {
    try image.encode(patches, on: tape)
  }

  public func encode(_ tokens: TokenInput, on tape: Tape) throws -> any EncodedSequences {
    try language.encode(tokens, on: tape)
  }

  /// Begins the text tower with the image tower's blocks and what follows them. Tokens and positions stay as they are.
  ///
  /// Throws, with nothing changed, where the towers' blocks have different shapes.
  public func beginTextWithImage() throws {
    let prefix = "image/"
    let own = ["image/embedding/", "image/positions", "image/classToken"]
    let shared = parameters.parameters.filter { parameter in
      parameter.name.hasPrefix(prefix) && !own.contains { parameter.name.hasPrefix($0) }
    }
    let pairs = try shared.map { parameter in
      let name = "text/" + parameter.name.dropFirst(prefix.count)
      guard let other = parameters[name], other.shape == parameter.shape else {
        throw ModelError(
          "the text tower has no '\(name)' of the shape \(parameter.shape); give it the image tower's width, depth and settings"
        )
      }
      return (parameter, other)
    }
    for (source, target) in pairs {
      let values = try source.value.floatArray()
      try target.value.withFloats { _ = $0.update(fromContentsOf: values) }
    }
  }
}
