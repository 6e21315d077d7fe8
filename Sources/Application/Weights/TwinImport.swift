import Recipes
import Console
import Corpora
import Pretrained
import Tensors
import Tokenizers

/// Two towers with everything that their arrays do not tell, decided.
struct TwinImport {
  let twin: ReleasedTwin
  let tokenizer: String
  let tokenizerRecipe: TokenizerRecipe
  let side: Int
  let fit: PhotoFit
  let filter: PhotoFilter
  let filling: FillingWord
  let settings: ResolvedSettings

  /// Throws a sentence where a configuration belongs to other weights, or something that it or an option asks for is not supported.
  init(_ options: WeightImport, _ files: PretrainedFiles, _ arrays: [String: WeightArray]) throws {
    let bare = try ReleasedTwin(arrays, textPooling: options.textPooling)
    let family = bare.family
    guard let tokenizer = options.tokenizer ?? files.vocabulary(for: family) else {
      throw CommandError(
        "two towers read tokens: give the vocabulary with --tokenizer, CLIP's merges, BERT's vocab.txt or SentencePiece's .model"
          + (files.has("tokenizer.json") ? "; the tokenizer.json beside the weights is not read" : ""))
    }
    self.tokenizer = tokenizer
    let pieces = try family.readsPieces ? SentencePiece(model: tokenizer) : nil
    let usual = UsualSettings(bare, isGemma: pieces?.hasGemmaSpecials ?? false)
    let sources = try PretrainedSources(options, files, bare, usual, pieces)
    var settings = ResolvedSettings(sources.all)
    settings.note("weights", family.words, "names of the arrays")
    let heads = settings.take("heads of the image tower", \.imageHeads, usual: usual.imageHeads) { "\($0)" }
    let textHeads = settings.take("heads of the text tower", \.textHeads, usual: usual.textHeads) { "\($0)" }
    let seen = settings.take("GELU of the image tower", \.imageGELU, usual: usual.imageGELU, words: \.words)
    let read = settings.take("GELU of the text tower", \.textGELU, usual: usual.textGELU, words: \.words)
    let pixels = settings.take("pixels", \.pixels, usual: usual.pixels, words: \.words)
    twin = try ReleasedTwin(
      arrays, heads: heads, textHeads: textHeads, activation: seen, textActivation: read, pixels: pixels,
      textPooling: options.textPooling)
    side = settings.take("side of an image", \.side, usual: usual.side) { "\($0) pixels" }
    fit = settings.take("how an image becomes a square", \.fit, usual: usual.fit, words: \.rawValue)
    filter = settings.take("how images are resized", \.filter, usual: usual.filter, words: \.rawValue)
    settings.note("vocabulary", tokenizer, options.tokenizer == nil ? "found beside the weights" : "--tokenizer")
    let cleaning = settings.take("texts are read as", \.cleaning, usual: usual.cleaning, words: \.words)
    tokenizerRecipe = family.tokenizer(tokenizer, cleaning: cleaning, isCNCLIP: sources.readsAsCNCLIP)
    filling =
      family.fillsTexts
      ? settings.take("texts are filled up with", \.filling, usual: usual.filling, words: \.rawValue) : .end
    self.settings = settings
    try sources.check(
      twin, side: side, origin: settings.assumptions.first { $0.what == "side of an image" }?.origin ?? "")
  }
}

extension GELUForm {
  /// How a person reads it.
  var words: String {
    switch self {
    case .tanh: "tanh"
    case .erf: "erf (exact)"
    case .sigmoid: "sigmoid (QuickGELU)"
    }
  }
}

extension TextCleaning {
  /// How a person reads it, after its name in recipes.
  var words: String {
    switch self {
    case .none: "none: by the tokenizer's own rules alone"
    case .bigVision: "bigVision: ASCII's capitals small"
    case .siglip: "siglip: small letters, no ASCII punctuation"
    case .siglip2: "siglip2: small letters"
    case .openClip: "openClip: repaired, entities decoded, small letters"
    case .openClipWhitespace: "openClipWhitespace: repaired, entities decoded"
    case .openClipCanonical: "openClipCanonical: repaired, entities decoded, small letters, no ASCII punctuation"
    case .chineseClip: "chineseClip: small letters, “ and ” straight"
    }
  }
}

extension ReleasedTwin.Family {
  /// The tokenizer of a recipe.
  fileprivate func tokenizer(_ file: String, cleaning: TextCleaning, isCNCLIP: Bool) -> TokenizerRecipe {
    switch self {
    case .openCLIP, .transformersCLIP:
      var recipe = CLIPVocabularyRecipe()
      recipe.file = file
      recipe.cleaning = cleaning
      return .clip(recipe)
    case .chineseCLIP:
      var recipe = WordPieceRecipe()
      recipe.file = file
      recipe.cleaning = cleaning
      if isCNCLIP || cleaning == .chineseClip {
        recipe.rules = .original
        recipe.longestWord = 200
      }
      return .wordPiece(recipe)
    case .siglip, .siglipNaFlex, .openCLIPSigLIP, .bigVision:
      var recipe = SentencePieceRecipe()
      recipe.file = file
      recipe.cleaning = cleaning
      return .sentencePiece(recipe)
    }
  }
}
