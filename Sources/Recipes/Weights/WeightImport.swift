import Console
import Corpora
import Models
import Tensors
import Training

/// Takes released weights over as a run, so that every command works with them.
public struct WeightImport {
  /// Language of captions that nothing else gives one.
  public var language = "en"
  /// Rows and columns of the position table; nil keeps the file's.
  public var grid: Int?
  public var threads = 0

  public init() {}

  /// The vocabulary that two towers read with: CLIP's merges, or BERT's `vocab.txt`.
  public var tokenizer: String?
  /// Heads of the image tower and of the text tower; nil takes one for every 64 of the width.
  public var heads: Int?
  public var textHeads: Int?
  /// How two towers' perceptrons bend; nil takes what is usual for the file.
  public var activation: GELUForm?
  /// Which token of a text becomes its embedding in big_vision's two towers; nothing in their files tells.
  public var textPooling = TextPoolingWord.last
  /// In what the run computes; the machine's choice differs from float32 by some 1e-3 of an embedding.
  public var precision = PrecisionWord.automatic

  /// Makes a run of released weights: of CLIPPO's (`.npz` of big_vision), one tower whose pages are drawn out of Unifont as
  /// there; or of CLIP's, Chinese-CLIP's, open_clip's and SigLIP's (`.safetensors`, and `.npz` of big_vision), two towers.
  ///
  /// Throws a sentence when the file is damaged or holds another model, or the folder holds a run.
  public func run(_ file: String, into folder: RunFolder) throws -> Recipe {
    do {
      guard !file.hasSuffix(".safetensors") else {
        return try twin(file, WeightArray.byName(SafetensorsFile(path: file).arrays()), into: folder)
      }
      let arrays = try WeightArray.byName(NumpyArchive(path: file).arrays())
      let checkpoint = try BigVisionCheckpoint(arrays)
      return checkpoint.hasTextTower ? try twin(file, arrays, into: folder) : try clippo(file, checkpoint, into: folder)
    } catch let error as ModelError { throw CommandError("\(file): \(error)") }
  }

  private func clippo(_ file: String, _ checkpoint: BigVisionCheckpoint, into folder: RunFolder) throws -> Recipe {
    let (configuration, arrays) = try checkpoint.oneTower(grid: grid)
    let recipe = try recipe(for: configuration, name: Self.name(of: file))
    return try write(recipe, readers: CaptionReaders(recipe, in: folder), into: folder) { tower in
      try WeightLayout.bigVision(oneTower: configuration).load(arrays, into: tower.parameters)
    }
  }

  private func twin(_ file: String, _ arrays: [String: WeightArray], into folder: RunFolder) throws -> Recipe {
    let released = try ReleasedTwin(
      arrays, heads: heads, textHeads: textHeads, activation: activation, textPooling: textPooling.pooling)
    guard grid == nil || grid == released.image.gridRows else {
      throw CommandError("--grid: only one tower's grid of positions can be resized")
    }
    let recipe = try recipe(for: released, name: Self.name(of: file))
    let readers = try CaptionReaders(recipe, learningFrom: Self.noCaptions)
    guard readers.shape == .twin(image: released.image, text: released.text) else {
      let size = readers.tokenizer?.vocabularySize ?? 0
      throw CommandError(
        size == released.text.vocabulary
          ? "\(file): the recipe cannot describe these towers"
          : "\(file): its table has \(released.text.vocabulary) tokens and \(tokenizer ?? "") has \(size); name the vocabulary that the weights were trained with"
      )
    }
    return try write(recipe, readers: readers, into: folder) { tower in
      guard let towers = tower as? TwinTowers else { throw ModelError("the recipe describes no twin towers") }
      try released.load(arrays, into: towers)
    }
  }

  /// Vocabularies are read here, never learned.
  private static let noCaptions = Corpus(
    folder: "", kind: "", languages: [], counts: CorpusCounts(splits: [], pictures: [:], captioned: [:]), parts: [])

  private func write(
    _ recipe: Recipe, readers: CaptionReaders, into folder: RunFolder, load: (any Tower) throws -> Void
  ) throws -> Recipe {
    let workshop = try Workshop(threads: threads, precision: recipe.training.precision)
    let model = try RunModel(recipe, readers: readers, in: workshop)
    try load(model.tower)
    try folder.create(for: recipe)
    try readers.write(for: recipe, in: folder)
    try folder.checkpoints.save(
      CheckpointContent(
        weights: model.tower.parameters, seed: UInt64(recipe.seed), recipe: recipe.json,
        rendererContract: readers.rendererContract, tokenizerContract: readers.tokenizerContract))
    return recipe
  }

  /// Two towers as their packages prepare pictures: CLIP's cut a square out of the middle, Chinese-CLIP's are stretched.
  private func recipe(for twin: ReleasedTwin, name: String) throws -> Recipe {
    guard let tokenizer else {
      throw CommandError(
        "two towers read tokens: give the vocabulary with --tokenizer, CLIP's merges, BERT's vocab.txt or SentencePiece's .model"
      )
    }
    var recipe = Recipe()
    describe(twin.image, in: &recipe, name: name)
    recipe.model.tower = .twin
    recipe.photo.fit = [.openCLIP, .transformersCLIP].contains(twin.family) ? .crop : .stretch
    recipe.photo.filter =
      switch twin.family {
      case .bigVision: .plain
      case .siglipNaFlex: .bilinear
      default: .bicubic
      }
    if twin.hasBias { recipe.objective = .sigmoidContrastive(SigmoidContrastiveRecipe()) }
    recipe.model.text.tokenizer = Self.tokenizer(tokenizer, of: twin.family)
    let text = twin.text
    let isExact = text.encoder.activation == .erf
    switch twin.family {
    case .openCLIP, .transformersCLIP:
      recipe.model.text.style = isExact ? .openClip : .clip
      recipe.model.style = isExact ? .openClip : .clip
    case .chineseCLIP:
      recipe.model.text.style = .bert
      recipe.model.style = twin.image.encoder.activation == .erf ? .openClip : .clip
    case .siglip, .siglipNaFlex, .openCLIPSigLIP, .bigVision:
      recipe.model.pooling = twin.image.pooling == .map ? .map : .mean
      recipe.model.text.pooling = text.encoder.pooling == .map ? .map : textPooling
      recipe.model.text.filled = true
    }
    recipe.model.text.context = text.context
    recipe.model.text.width = text.encoder.width
    recipe.model.text.depth = text.encoder.depth
    recipe.model.text.heads = text.encoder.heads
    recipe.model.text.mlp = text.encoder.mlp
    return try Recipe.resolve(recipe.json, source: name)
  }

  private static func tokenizer(_ file: String, of family: ReleasedTwin.Family) -> TokenizerRecipe {
    switch family {
    case .openCLIP, .transformersCLIP:
      var recipe = VocabularyRecipe()
      recipe.file = file
      return .clip(recipe)
    case .chineseCLIP:
      var recipe = WordPieceRecipe()
      recipe.file = file
      return .wordPiece(recipe)
    case .siglip, .siglipNaFlex, .openCLIPSigLIP, .bigVision:
      var recipe = SentencePieceRecipe()
      recipe.file = file
      recipe.canonical = family.isSigLIP
      return .sentencePiece(recipe)
    }
  }

  /// What CLIPPO's own configuration says of pictures and pages, and the file of the network.
  private func recipe(for tower: TowerConfiguration, name: String) throws -> Recipe {
    var recipe = Recipe()
    describe(tower, in: &recipe, name: name)
    recipe.model.pooling = tower.pooling == .map ? .map : .mean
    recipe.photo.fit = .stretch
    recipe.photo.filter = .plain
    // Unifont's cells are sixteen pixels high; models of other patches take our own letters, two rows of eight to a line.
    recipe.page.renderer = tower.patch == 16 ? .unifont : .shaped
    recipe.page.rowPatches = max(1, 16 / tower.patch)
    recipe.page.rows = tower.gridRows
    recipe.page.columns = tower.gridColumns
    recipe.page.keepBlank = true
    recipe.page.lowercase = true
    // Whatever a recipe may not say is found by reading it as one.
    return try Recipe.resolve(recipe.json, source: name)
  }

  /// What all models have.
  private func describe(_ tower: TowerConfiguration, in recipe: inout Recipe, name: String) {
    recipe.name = name
    recipe.languages = [language]
    recipe.model.width = tower.width
    recipe.model.depth = tower.depth
    recipe.model.heads = tower.heads
    recipe.model.mlp = tower.mlp
    recipe.model.patch = tower.patch
    recipe.model.embedding = tower.embedding
    recipe.model.gridRows = tower.gridRows
    recipe.model.gridColumns = tower.gridColumns
    recipe.photo.side = tower.gridRows * tower.patch
    recipe.photo.share = 1
    recipe.training.precision = precision
    recipe.page.rows = min(recipe.page.rows, tower.gridRows)
    recipe.page.columns = min(recipe.page.columns, tower.gridColumns)
  }

  private static func name(of file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
