import Recipes
import Console
import Corpora
import Files
import JSON
import Models
import TextRendering
import Tokenizers
import Training

/// What a run reads captions with: renderers, and a tokenizer where the model reads tokens.
public struct CaptionReaders {
  /// Draw pages: for the model, or for people alone.
  public let renderers: CaptionRenderers
  /// Nil where the model reads pages.
  public private(set) var tokenizer: (any Tokenizer)?
  /// The model that reads what they read.
  public let shape: ModelShape
  private let context: Int
  /// Whether the text tower is BERT's, as in Chinese-CLIP.
  private let isBERT: Bool
  private let filling: TokenReader.Filling?

  /// Captions that a vocabulary is learned from at most.
  private static let learnedLimit = 1_000_000

  private init(_ recipe: Recipe, tokenizer: (any Tokenizer)?) throws {
    renderers = try CaptionRenderers(recipe)
    self.tokenizer = tokenizer
    shape = recipe.model.shape(vocabulary: tokenizer?.vocabularySize ?? 0)
    context = recipe.model.text.context
    isBERT = recipe.model.tower == .twin && recipe.model.text.architecture == .bert
    filling = recipe.model.text.fillingToken
  }

  /// For a new run: reads the vocabulary that the recipe names, or learns one from the captions of the training.
  ///
  /// Throws a sentence when a font or the vocabulary is missing or broken, or nothing can be learned.
  public init(_ recipe: Recipe, learningFrom corpus: Corpus, report: (String) -> Void = { _ in }) throws {
    try self.init(recipe, tokenizer: Self.tokenizer(recipe, learningFrom: corpus, report: report))
  }

  private static func tokenizer(
    _ recipe: Recipe, learningFrom corpus: Corpus, report: (String) -> Void
  ) throws -> (any Tokenizer)? {
    guard !recipe.model.tower.readsPages else { return nil }
    let tokenizer = recipe.model.text.tokenizer
    if let file = tokenizer.file { return try tokenizer.tokenizer(reading: file) }
    let captions = try corpus.trainingCaptions(in: recipe.languages, limit: learnedLimit)
    if tokenizer.fileName != nil {
      report("learning a vocabulary from \(NumberText.thousands(captions.count)) captions")
    }
    return try tokenizer.tokenizer(learningFrom: captions)
  }

  /// For a run that has been begun: reads the vocabulary in its folder.
  public init(_ recipe: Recipe, in folder: RunFolder) throws {
    let tokenizer = recipe.model.text.tokenizer
    let file = tokenizer.fileName.map(folder.tokenizerFile) ?? ""
    try self.init(recipe, tokenizer: recipe.model.tower.readsPages ? nil : tokenizer.tokenizer(reading: file))
  }

  /// Leaves the vocabulary in a run's folder.
  func write(for recipe: Recipe, in folder: RunFolder) throws {
    guard let tokenizer, let name = recipe.model.text.tokenizer.fileName else { return }
    try Disk().makeFolder(folder.tokenizerFolder)
    try TokenizerRecipe.write(tokenizer, to: folder.tokenizerFile(name))
  }

  /// A reader for one thread.
  public func make() throws -> any CaptionReading {
    try tokenizer.map { try TokenReader($0, context: context, filling: filling) } ?? renderers.make()
  }

  /// A reader for one thread of captions that a batch shows once more.
  public func makeAgain() throws -> any CaptionReading { try tokenizer == nil ? renderers.makeAgain() : make() }

  /// The same readers for captions of Chinese-CLIP's own scripts, which make letters small and “ and ” straight first, and cut words as
  /// cn_clip does. Readers of other models are as they were.
  func asChineseCLIPsScripts() -> CaptionReaders {
    guard isBERT, let words = tokenizer as? WordPiece, words.options.lowercase else { return self }
    var readers = self
    var options = words.options
    (options.cleaning, options.rules, options.longestWord) = (.chineseClip, .original, 200)
    readers.tokenizer = words.with(options)
    return readers
  }

  /// Whether captions are read as Chinese-CLIP's scripts do.
  var readsAsChineseCLIPsScripts: Bool { (tokenizer as? WordPiece)?.options.cleaning == .chineseClip }

  /// The caption in the pieces that the model reads, for people; nil where it reads the page.
  func pieces(of text: String) -> [String]? { tokenizer?.texts(of: text, limit: context) }

  /// What the renderer is, as checkpoints keep it; null where the model does not depend on it.
  var rendererContract: JSONValue { get throws { tokenizer == nil ? try renderers.contractJSON : .null } }
  /// What the tokenizer is, as checkpoints keep it; null where there is none.
  var tokenizerContract: JSONValue { tokenizer?.contract.json ?? .null }

  /// Throws, listing every difference, when a checkpoint was trained with another renderer or tokenizer.
  func require(_ checkpoint: CheckpointContent) throws {
    guard let tokenizer else { return try renderers.require(checkpoint) }
    guard let saved = try? TokenizerContract(json: checkpoint.tokenizerContract) else {
      throw TrainingError("the checkpoint does not say which tokenizer it was trained with; it reads captions as pages")
    }
    let differences = tokenizer.contract.differences(from: saved)
    guard differences.isEmpty else {
      throw TrainingError(
        "the checkpoint was trained with another tokenizer:\(differences.map { "\n  \($0)" }.joined())\n"
          + "Put the vocabulary back that it was trained with, or go on regardless with --ignore-contract")
    }
  }
}

extension TextRecipe {
  fileprivate var fillingToken: TokenReader.Filling? {
    guard padToContext else { return nil }
    return padToken == .padding ? .padding : .end
  }
}
