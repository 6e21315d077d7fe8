import Models
import Schema
import Tensors
import Tokenizers

/// How a model reads captions as tokens; `model.tower` says whether it does.
public struct TextRecipe: RecipeSection {
  public var tokenizer = TokenizerRecipe.wordPiece(WordPieceRecipe())
  /// Tokens of a caption at most, special ones among them.
  public var context = 64
  /// The settings of a tower of its own.
  public var architecture = TextArchitecture.vit
  /// How a tower of plain settings makes one vector of a caption; CLIP's takes the last token and BERT's the first.
  public var pooling = EncoderConfiguration.Pooling.mean
  /// Whether every caption is filled up to the context with tokens that count like others.
  public var padToContext = false
  /// With which token captions are filled up: the end again (SigLIP), or the vocabulary's padding (SigLIP 2).
  public var padToken = FillingWord.end
  /// How a tower of its own bends its hidden layers; nil as the style has it.
  public var gelu: GELUForm?
  /// Sizes of a tower of its own; the image tower's where nil.
  public var width: Int?
  public var depth: Int?
  public var heads: Int?
  public var mlp: Int?
  /// Whether the text tower's blocks begin as the image tower's.
  public var initializeFromImageTower = false

  public init() {}

  package static var fields: [RecipeField<TextRecipe>] {
    [
      .choice("tokenizer", \.tokenizer), .value("context", \.context, in: 2...65536),
      .value("architecture", \.architecture),
      .value("pooling", \.pooling), .value("padToContext", \.padToContext),
      .value("padToken", \.padToken), .value("gelu", \.gelu), .value("width", \.width), .value("depth", \.depth),
      .value("heads", \.heads),
      .value("mlp", \.mlp), .value("initializeFromImageTower", \.initializeFromImageTower),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    let sizes = [
      ("width", width, 8...16384), ("depth", depth, 1...256), ("heads", heads, 1...256), ("mlp", mlp, 8...65536),
    ]
    for (name, value, range) in sizes {
      guard let value, !range.contains(value) else { continue }
      throw path.field(name).error(
        "\(value) is out of range; allowed: \(range.lowerBound) to \(range.upperBound), or null")
    }
  }
}

extension FillingWord: RecipeWord {}

/// The settings of a text tower.
public enum TextArchitecture: String, RecipeWord {
  /// A vision transformer's blocks over tokens, seeing all of a caption (big_vision's two towers).
  case vit
  /// CLIP's: a token sees those before it, and GELU by the sigmoid as in OpenAI's weights.
  case clip
  /// CLIP's with the exact GELU, as in open_clip's own weights.
  case openClip
  /// BERT's as in Chinese-CLIP and Wukong.
  case bert
}

extension ModelRecipe {
  /// The model that the recipe describes.
  ///
  /// - Parameter vocabulary: tokens that there are.
  public func shape(vocabulary: Int) -> ModelShape {
    switch tower {
    case .shared: .pages(configuration)
    case .sharedTokens:
      .sharedTokens(
        configuration,
        TextConfiguration(encoder: configuration.encoder, vocabulary: vocabulary, context: text.context))
    case .twin: .twin(image: configuration, text: textTower(vocabulary: vocabulary))
    case .twinPages: .twinPages(image: configuration, page: pageConfiguration)
    }
  }

  /// The model before anything is known of its vocabulary but how large it may be.
  package var plannedShape: ModelShape { shape(vocabulary: text.tokenizer.plannedVocabulary) }

  private func textTower(vocabulary: Int) -> TextConfiguration {
    let textWidth = text.width ?? width
    // A width of its own with nothing said of the hidden layer keeps the image tower's proportion.
    let hidden = text.mlp ?? (text.width == nil ? mlp : max(8, textWidth * mlp / width))
    let plain = TextConfiguration(
      encoder: EncoderConfiguration(
        width: textWidth, depth: text.depth ?? depth, heads: text.heads ?? heads, mlp: hidden,
        pooling: text.pooling, embedding: embedding),
      vocabulary: vocabulary, context: text.context)
    var styled =
      switch text.architecture {
      case .vit: plain
      case .clip: plain.withCLIPArchitecture()
      case .openClip: plain.withCLIPArchitecture(activation: .erf)
      case .bert: plain.withBERTArchitecture()
      }
    if let gelu = text.gelu { styled.encoder.activation = gelu }
    return styled
  }

  /// Checks what the tower makes of the text section.
  func validateText(at path: RecipePath) throws(RecipeError) {
    let path = path.field("text")
    switch tower {
    case .shared, .twinPages:
      guard text == TextRecipe() else {
        throw path.error("this tower reads captions as pages; set model.tower to sharedTokens or twin, or leave it out")
      }
    case .sharedTokens:
      let own = [
        ("architecture", text.architecture != .vit), ("pooling", text.pooling != .mean), ("width", text.width != nil),
        ("depth", text.depth != nil), ("heads", text.heads != nil), ("mlp", text.mlp != nil),
        ("initializeFromImageTower", text.initializeFromImageTower), ("gelu", text.gelu != nil),
      ]
      if let (name, _) = own.first(where: \.1) {
        throw path.field(name).error("captions go through the images' blocks; only model.tower twin has this field")
      }
    case .twin:
      let encoder = textTower(vocabulary: 1).encoder
      guard encoder.width % encoder.heads == 0 else {
        throw path.field("heads").error("\(encoder.heads) heads do not divide a width of \(encoder.width) evenly")
      }
    }
  }
}
