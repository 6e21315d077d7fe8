import Autograd
import Tensors

/// Two vision transformers, one for images and one for the pages that captions are drawn on. They share the space of their
/// embeddings alone: the one may be locked while the other is trained (LiT, Zhai et al. 2022), and each has the architecture
/// and the size it needs.
public struct TwinPageTowers: Tower {
  public let image: VisionTransformer
  public let page: VisionTransformer
  public let logScale: Variable
  public let logitBias: Variable?
  public let parameters: ParameterStore

  public var text: TextConfiguration? { nil }
  public var sharesPatches: Bool { false }

  /// - Parameters:
  ///   - image: reads photos; its parameters' names begin with `image/`.
  ///   - page: reads captions; its parameters' names begin with `text/`.
  ///   - logitScale: the initial scale of logits, an inverse temperature.
  ///   - logitBias: initial bias on logits, -10 in SigLIP; `nil` where the objective has none.
  ///   - seed: of the initial values.
  ///
  /// Throws where the towers' embeddings differ in length.
  public init(
    image: TowerConfiguration, page: TowerConfiguration, logitScale: Float = 10, logitBias: Float? = nil,
    backend: any Backend, seed: UInt64
  ) throws {
    guard image.embedding == page.embedding else {
      throw TensorError(
        "embeddings of images have \(image.embedding) values and those of pages \(page.embedding); they must be alike")
    }
    parameters = ParameterStore(backend: backend, seed: seed)
    self.image = try VisionTransformer(parameters, name: "image", configuration: image)
    self.page = try VisionTransformer(parameters, name: "text", configuration: page, section: "model.page")
    let scale = try LearnedScale(parameters, logitScale: logitScale, logitBias: logitBias)
    logScale = scale.logScale
    self.logitBias = scale.logitBias
  }

  private func reader(of modality: Modality) -> VisionTransformer {
    switch modality {
    case .image: image
    case .text: page
    }
  }

  public func vision(for modality: Modality) -> TowerConfiguration { reader(of: modality).configuration }

  public func encode(_ patches: PatchInput, as modality: Modality, on tape: Tape) throws -> any EncodedSequences {
    try reader(of: modality).encode(patches, on: tape)
  }

  public func encode(_ tokens: TokenInput, on tape: Tape) throws -> any EncodedSequences {
    throw TensorError("this model reads texts as pages, not as tokens")
  }

  /// Begins the page tower as a clone of the image tower, patch embedding and positions included.
  ///
  /// Throws, with nothing changed, where the towers are not alike in everything.
  public func beginTextWithImage() throws {
    let different = page.configuration.differences(from: image.configuration)
    guard different.isEmpty else {
      throw ModelError(
        "the page tower cannot begin as the image tower: they differ in \(different.joined(separator: ", ")); leave these "
          + "fields out of model.page, so that it takes the image tower's")
    }
    try parameters.copy(below: "image/", to: "text/") { "the page tower has no '\($0)' of the shape \($1)" }
  }
}
