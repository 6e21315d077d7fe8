import JSON
import Models
import Schema
import Tensors

/// The network.
public struct ModelRecipe: RecipeSection {
  public var tower = TowerWord.shared
  /// A size from the table of vision transformers; nil takes the four numbers below.
  public var variant: TowerVariant?
  public var width = 192
  public var depth = 6
  public var heads = 3
  /// Width of the hidden layer of each block's perceptron.
  public var mlp = 768
  /// Side of a patch in pixels.
  public var patch = 16
  /// How a vision tower's tokens become an embedding.
  public var pooling = EncoderConfiguration.Pooling.mean
  /// The settings of the image tower of twins.
  public var architecture = ImageArchitecture.vit
  /// How the image tower bends its hidden layers; nil as the style has it, which is tanh where it is plain.
  public var gelu: GELUForm?
  /// Width of the embeddings that are compared.
  public var embedding = 256
  /// Size of the grid of learned positions.
  public var gridRows = 14
  public var gridColumns = 14
  /// The tower that reads pages, where images have another.
  public var page = PageRecipe()
  /// How captions are read as tokens, where they are.
  public var text = TextRecipe()
  /// Folder of a run whose weights this one begins with; nil begins with random ones.
  public var pretrained: String?
  /// Whether scale and bias of the logits begin as the objective says, and not as in the run that this one begins with. A scale that
  /// was learned on other data may be so sharp that the first steps bring all embeddings together.
  public var resetLogitScale = false

  public init() {}

  package static var fields: [RecipeField<ModelRecipe>] {
    [
      .value("tower", \.tower), .value("variant", \.variant), .value("width", \.width, in: 8...16384),
      .value("depth", \.depth, in: 1...256), .value("heads", \.heads, in: 1...256),
      .value("mlp", \.mlp, in: 8...65536), .value("patch", \.patch, in: 4...64),
      .value("pooling", \.pooling, among: [.mean, .map]),
      .value("architecture", \.architecture), .value("gelu", \.gelu),
      .value("embedding", \.embedding, in: 8...16384), .value("gridRows", \.gridRows, in: 1...256),
      .value("gridColumns", \.gridColumns, in: 1...256), .section("page", \.page),
      .section("text", \.text),
      .value("pretrained", \.pretrained), .value("resetLogitScale", \.resetLogitScale),
    ]
  }

  /// The names of the fields that a variant fills in.
  static let variantFields = ["width", "depth", "heads", "mlp"]

  /// A variant's numbers come first, so that a number given beside it is found to contradict it.
  package mutating func update(from json: JSONValue, at path: RecipePath) throws(RecipeError) {
    let members = try json.members(at: path)
    let variantMember = members.filter { $0.name == "variant" }
    try update(from: variantMember, at: path)
    if let size = variant?.size, !variantMember.isEmpty {
      (width, depth, heads, mlp) = (size.width, size.depth, size.heads, size.mlp)
    }
    try update(from: members, at: path)
    try validate(at: path)
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    if let variant {
      let size = variant.size
      let pairs = [
        ("width", width, size.width), ("depth", depth, size.depth), ("heads", heads, size.heads),
        ("mlp", mlp, size.mlp),
      ]
      if let (name, given, expected) = pairs.first(where: { $0.1 != $0.2 }) {
        throw path.field(name).error(
          "\(given) contradicts variant \(variant.rawValue), whose \(name) is \(expected); leave one of them out")
      }
    }
    guard architecture == .vit || tower == .twin || tower == .twinPages else {
      throw path.field("architecture").error(
        "a tower that reads captions too is plain; only model.tower twin and twinPages have this field")
    }
    guard width % heads == 0 else {
      throw path.field("heads").error("\(heads) heads do not divide a width of \(width) evenly")
    }
    if pretrained == "" {
      throw path.field("pretrained").error("names no run; give its folder, or leave it out for random weights")
    }
    try validateText(at: path)
    try validatePage(at: path)
  }
}

/// Which towers there are.
public enum TowerWord: String, RecipeWord {
  /// One transformer for photos and pages (CLIPPO).
  case shared
  /// One transformer for photos and tokens (1T-CLIP).
  case sharedTokens
  /// A transformer for photos and another for tokens (CLIP, Wukong).
  case twin
  /// A transformer for photos and another for pages.
  case twinPages
}

extension TowerWord {
  /// What such a model is, as a sentence begins.
  package var sentence: String {
    switch self {
    case .shared: "One shared transformer for images and drawn captions"
    case .sharedTokens: "One shared transformer for images and tokens"
    case .twin: "A transformer for images and another for tokens"
    case .twinPages: "Two vision transformers, one for images and one for drawn captions"
    }
  }

  /// Whether captions are read as pages.
  package var readsPages: Bool {
    switch self {
    case .shared, .twinPages: true
    case .sharedTokens, .twin: false
    }
  }
}

/// The settings of an image tower.
public enum ImageArchitecture: String, RecipeWord {
  /// A vision transformer's (big_vision), pooled as `model.pooling` says.
  case vit
  /// CLIP's, with a class token, and GELU by the sigmoid as in OpenAI's weights.
  case clip
  /// CLIP's with the exact GELU, as in open_clip's own weights.
  case openClip
}

extension ModelRecipe {
  /// What the tower is built from.
  public var configuration: TowerConfiguration {
    let plain = TowerConfiguration(
      width: width, depth: depth, heads: heads, mlp: mlp, patch: patch, pooling: pooling, embedding: embedding,
      gridRows: gridRows, gridColumns: gridColumns)
    return architecture.styled(plain, gelu: gelu)
  }
}

extension ImageArchitecture {
  /// A tower of some size in this architecture.
  ///
  /// - Parameter gelu: nil as the architecture has it.
  func styled(_ plain: TowerConfiguration, gelu: GELUForm?) -> TowerConfiguration {
    var styled =
      switch self {
      case .vit: plain
      case .clip: plain.withCLIPArchitecture()
      case .openClip: plain.withCLIPArchitecture(activation: .erf)
      }
    if let gelu { styled.encoder.activation = gelu }
    return styled
  }
}
