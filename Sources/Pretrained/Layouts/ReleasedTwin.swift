import Models
import Tensors

/// What two towers a checkpoint of another package holds, told by the names and shapes of its arrays.
///
/// Nothing in PyTorch's checkpoints says how many heads a layer has: CLIP's and BERT's have one for every 64 of the width.
public struct ReleasedTwin: Sendable {
  /// Whose names the arrays bear.
  public enum Family: String, Sendable, CaseIterable {
    /// open_clip, and OpenAI before it.
    case openCLIP
    /// `CLIPModel` of transformers.
    case transformersCLIP
    /// `ChineseCLIPModel` of transformers.
    case chineseCLIP
    /// `SiglipModel` of transformers.
    case siglip
    /// `Siglip2Model` of transformers, NaFlex: images of any aspect ratio share one square table of positions. Its patches, cut
    /// before they reach the model, meet a dense layer; here its images have the square that the table was learned on.
    case siglipNaFlex
    /// SigLIP in open_clip, with timm's image tower.
    case openCLIPSigLIP
    /// `models/proj/image_text/two_towers.py` of big_vision, which SigLIP was trained with.
    case bigVision

    /// Whether texts are filled up to the context with end tokens, which count like others.
    public var fillsTexts: Bool { isSigLIP || self == .bigVision }

    /// SigLIP under a PyTorch package's names.
    public var isSigLIP: Bool { self == .siglip || self == .siglipNaFlex || self == .openCLIPSigLIP }

    /// Under open_clip's names.
    public var isOpenCLIP: Bool { self == .openCLIP || self == .openCLIPSigLIP }

    /// A sentence's word for it.
    public var words: String {
      switch self {
      case .openCLIP: "CLIP as open_clip names it"
      case .transformersCLIP: "transformers' CLIPModel"
      case .chineseCLIP: "transformers' ChineseCLIPModel"
      case .siglip: "transformers' SiglipModel"
      case .siglipNaFlex: "transformers' Siglip2Model"
      case .openCLIPSigLIP: "SigLIP as open_clip names it"
      case .bigVision: "big_vision's two towers"
      }
    }
  }

  public let family: Family
  public let image: TowerConfiguration
  public let text: TextConfiguration
  public let layout: WeightLayout
  /// How the package normalizes pixels.
  public let pixels: PixelNormalization
  /// Whether logits have a learned bias.
  public let hasBias: Bool
  /// Whether the file is OpenAI's own, which tells its sizes beside the weights.
  public let isOpenAI: Bool

  /// - Parameters:
  ///   - arrays: all arrays of a file.
  ///   - heads: of the image tower; nil takes one for every 64 of its width, and sixteen above a width of 1024, as all released
  ///     models have.
  ///   - textHeads: of the text tower; nil takes one for every 64, and of SigLIP's likewise.
  ///   - activation: of both towers; nil takes what is usual: the sigmoid in transformers' and OpenAI's weights, exact in open_clip's,
  ///     and tanh in SigLIP's. BERT's towers are exact unless told.
  ///   - textActivation: of the text tower, where it differs.
  ///   - pixels: how pixels are normalized; nil takes what is usual of the package.
  ///   - textPooling: which token of a text becomes its embedding in big_vision's models without attention for it; nothing in
  ///     their files tells.
  ///
  /// Throws when the arrays are none of these, or one that tells a size is missing or of an odd shape.
  public init(
    _ arrays: [String: WeightArray], heads: Int? = nil, textHeads: Int? = nil, activation: GELUForm? = nil,
    textActivation: GELUForm? = nil, pixels: PixelNormalization? = nil,
    textPooling: EncoderConfiguration.Pooling = .last
  ) throws {
    if let checkpoint = try? BigVisionCheckpoint(arrays) {
      self = try ReleasedTwin(
        checkpoint, activation: activation ?? .tanh, textActivation: textActivation, pixels: pixels,
        textPooling: textPooling)
      return
    }
    let names = TwinShapes(arrays.mapValues(\.shape))
    let family = try names.family()
    guard !family.isSigLIP else {
      let shapes =
        family == .openCLIPSigLIP
        ? TwinShapes(
          try OpenCLIPSigLIPArrays.renamed(arrays).mapValues(\.shape), named: OpenCLIPSigLIPArrays.source(of:)) : names
      self = try ReleasedTwin(
        sigLIP: shapes, family, heads: heads, textHeads: textHeads, activation: activation ?? .tanh,
        textActivation: textActivation, pixels: pixels)
      return
    }
    self = try ReleasedTwin(
      clip: names, family, isOpenAI: arrays["input_resolution"] != nil, heads: heads, textHeads: textHeads,
      activation: activation, textActivation: textActivation, pixels: pixels)
  }

  /// Fills twin towers of these shapes; arrays that hold sizes instead of weights are left out.
  public func load(_ arrays: [String: WeightArray], into towers: TwinTowers) throws {
    let named = family == .openCLIPSigLIP ? OpenCLIPSigLIPArrays.source(of:) : { $0 }
    try layout.load(prepared(arrays), into: towers.parameters, named: named)
    try pixels.fold(into: towers.parameters, name: "image", configuration: image)
  }
}

extension ReleasedTwin {
  /// A file's arrays as the layout wants them.
  public func prepared(_ arrays: [String: WeightArray]) throws -> [String: WeightArray] {
    switch family {
    case .siglip, .siglipNaFlex: try SigLIPArrays.prepared(arrays)
    case .openCLIPSigLIP: try SigLIPArrays.prepared(OpenCLIPSigLIPArrays.renamed(arrays))
    case .bigVision: try BigVisionCheckpoint(arrays).plainArrays()
    default: arrays.filter { !["input_resolution", "context_length", "vocab_size"].contains($0.key) }
    }
  }

  /// The arrays that the package expects, made of twin towers.
  ///
  /// Throws for big_vision, whose files are read only, and where the package has no place for something.
  public func arrays(of towers: TwinTowers) throws -> [String: WeightArray] {
    guard family != .bigVision else { throw ModelError("weights are not written in big_vision's form") }
    let arrays = try layout.arrays(of: towers.parameters)
    guard family.isSigLIP else { return arrays }
    let restored = try SigLIPArrays.restored(arrays)
    return family == .openCLIPSigLIP ? try OpenCLIPSigLIPArrays.restored(restored) : restored
  }
}
