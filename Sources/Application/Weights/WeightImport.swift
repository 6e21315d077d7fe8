import Console
import Corpora
import Models
import Pretrained
import Recipes
import Tensors
import Tokenizers
import Training

/// Takes released weights over as a run, so that every command works with them.
///
/// What the arrays do not tell is read from the configurations beside them (`config.json`, `preprocessor_config.json`, `processor_config.json` and
/// `tokenizer_config.json` of transformers, `open_clip_config.json`), from the tag that a person names, or taken as is usual; options
/// come before all of these.
public struct WeightImport {
  /// Language of captions that nothing else gives one.
  public var language = "en"
  /// Rows and columns of the position table; nil keeps the file's.
  public var grid: Int?
  public var threads = 0

  public init() {}

  /// The vocabulary that two towers read with: CLIP's merges, BERT's `vocab.txt` or SentencePiece's `.model`; nil looks beside the
  /// weights.
  public var tokenizer: String?
  /// Heads of the image tower and of the text tower.
  public var heads: Int?
  public var textHeads: Int?
  /// How the image tower's perceptrons bend, and the text tower's; where only the first is given both do.
  public var activation: GELUForm?
  public var textActivation: GELUForm?
  /// Which token of a text becomes its embedding in big_vision's two towers; nothing in their files tells.
  public var textPooling = EncoderConfiguration.Pooling.last
  /// In what the run computes; the machine's choice differs from float32 by some 1e-3 of an embedding.
  public var precision = PrecisionWord.automatic
  /// The name under which open_clip knows the weights, `MODEL:TAG` or the tag alone.
  public var pretrained: String?
  /// Whose settings are taken where the package and the training differ.
  public var form = ImportForm.package
  /// Whose cleaning texts get.
  public var texts: TextCleaningSource?
  /// With which token SigLIP's texts are filled up.
  public var filling: FillingWord?
  /// How pixels are normalized.
  public var pixels: PixelWord?
  /// Pixels a side of an image.
  public var side: Int?
  public var fit: PhotoFit?
  public var filter: PhotoFilter?

  /// A run that was made, and what was taken for granted on the way.
  public struct Result: Sendable {
    public let recipe: Recipe
    public let assumptions: [ImportAssumption]
    /// Where an option, a tag or a configuration said otherwise than what was taken, a sentence each.
    public let contradictions: [String]
  }

  /// Makes a run of released weights: of CLIPPO's (`.npz` of big_vision), one tower whose pages are drawn out of Unifont as
  /// there; or of CLIP's, Chinese-CLIP's, open_clip's and SigLIP's (`.safetensors`, and `.npz` of big_vision), two towers.
  ///
  /// - Parameter path: the file, a folder with one such file, or an index of several.
  ///
  /// Throws a sentence when a file is damaged or holds another model, a configuration belongs to other weights or asks for what cannot
  /// be had, or the folder holds a run.
  public func take(_ path: String, into folder: RunFolder) throws -> Result {
    let files = try PretrainedFiles(path)
    do {
      let arrays = try files.arrays()
      if let file = files.weights.first, !file.hasSuffix(".safetensors") {
        let checkpoint = try BigVisionCheckpoint(arrays)
        if !checkpoint.hasTextTower { return try clippo(files, checkpoint, into: folder) }
      }
      return try twin(files, arrays, into: folder)
    } catch let error as ModelError { throw CommandError("\(path): \(error)") }
  }

  /// The run's recipe alone.
  public func run(_ path: String, into folder: RunFolder) throws -> Recipe { try take(path, into: folder).recipe }

  private func clippo(
    _ files: PretrainedFiles, _ checkpoint: BigVisionCheckpoint, into folder: RunFolder
  ) throws -> Result {
    let (configuration, arrays) = try checkpoint.oneTower(grid: grid)
    let recipe = try recipe(for: configuration, name: files.name)
    try write(recipe, readers: CaptionReaders(recipe, in: folder), into: folder) { tower in
      try WeightLayout.bigVision(oneTower: configuration).load(arrays, into: tower.parameters)
    }
    return Result(recipe: recipe, assumptions: [], contradictions: [])
  }

  private func twin(
    _ files: PretrainedFiles, _ arrays: [String: WeightArray], into folder: RunFolder
  ) throws -> Result {
    let plan = try TwinImport(self, files, arrays)
    guard grid == nil || grid == plan.twin.image.gridRows else {
      throw CommandError("--grid: only one tower's grid of positions can be resized")
    }
    let recipe = try recipe(for: plan, name: files.name)
    let readers = try CaptionReaders(recipe, learningFrom: Self.noCaptions)
    guard readers.shape == .twin(image: plan.twin.image, text: plan.twin.text) else {
      let size = readers.tokenizer?.vocabularySize ?? 0
      throw CommandError(
        size == plan.twin.text.vocabulary
          ? "\(files.name): the recipe cannot describe these towers"
          : "\(files.name): its table has \(plan.twin.text.vocabulary) tokens and \(plan.tokenizer) has \(size); name the vocabulary that the weights were trained with"
      )
    }
    try write(recipe, readers: readers, into: folder) { tower in
      guard let towers = tower as? TwinTowers else { throw ModelError("the recipe describes no twin towers") }
      try plan.twin.load(arrays, into: towers)
    }
    return Result(recipe: recipe, assumptions: plan.settings.assumptions, contradictions: plan.settings.contradictions)
  }

  /// Vocabularies are read here, never learned.
  private static let noCaptions = Corpus(
    folder: "", kind: "", languages: [], counts: CorpusCounts(splits: [], images: [:], captioned: [:]), parts: [])

  private func write(
    _ recipe: Recipe, readers: CaptionReaders, into folder: RunFolder, load: (any Tower) throws -> Void
  ) throws {
    let compute = try ComputeContext(threads: threads, precision: recipe.training.precision)
    let model = try RunModel(recipe, readers: readers, in: compute)
    try load(model.tower)
    try folder.create(for: recipe) {
      try readers.write(for: recipe, in: folder)
      try folder.checkpoints.save(
        CheckpointContent(
          weights: model.tower.parameters, seed: UInt64(recipe.seed), recipe: recipe.json,
          rendererContract: readers.rendererContract, tokenizerContract: readers.tokenizerContract))
    }
  }
}
