import Console
import Evaluation
import Models
import Objectives
import Recipes
import Tensors
import TextRendering
import Training

/// A tower with all it takes to show it images and captions: threads, backend, fonts.
public struct RunModel {
  public let recipe: Recipe
  public let compute: ComputeContext
  /// Element type of activations.
  public let activation: ElementType
  public private(set) var readers: CaptionReaders
  public let tower: any Tower
  /// Compares images and captions token by token, with the heads that were trained for it; nil where none were.
  var tokenWise: (any TokenWiseObjective)?
  /// By what images and captions are compared.
  var compared = ComparedOutputs.embeddings

  /// A new tower. Throws when a font is broken or memory runs out.
  public init(_ recipe: Recipe, readers: CaptionReaders, in compute: ComputeContext) throws {
    self.recipe = recipe
    self.compute = compute
    activation = compute.activation(recipe.training.precision)
    self.readers = readers
    tower = try readers.shape.tower(
      logitScale: recipe.objective.initialLogitScale, logitBias: recipe.objective.initialLogitBias,
      backend: compute.backend, seed: UInt64(recipe.seed))
    try beginTextWithImage()
  }

  /// Embeds without keeping anything for derivatives.
  public var embedder: TowerEmbedder {
    TowerEmbedder(
      tower: tower, backend: compute.backend, activation: activation,
      tokenWise: compared == .tokens ? tokenWise : nil)
  }
}

/// What a person may decide about a model that is loaded.
public struct LoadingOptions: Sendable {
  /// Workers; nil as the recipe says.
  public var threads: Int?
  /// True accepts a model that was trained with another renderer.
  public var ignoresContract: Bool
  /// True goes on with a run although its corpus has changed.
  public var ignoresCorpus: Bool
  /// Folder of the checkpoint; nil takes the run's latest.
  public var checkpoint: String?
  /// Whose numbers are wanted: with `chineseCLIP`, texts of a Chinese-CLIP model are read as its scripts read them.
  public var retrievalProtocol: RetrievalProtocol
  /// By what images and captions are compared; nil takes what was trained, embeddings where both were.
  public var compared: ComparedOutputs?

  public init(
    threads: Int? = nil, ignoresContract: Bool = false, ignoresCorpus: Bool = false, checkpoint: String? = nil,
    retrievalProtocol: RetrievalProtocol = .clippo, compared: ComparedOutputs? = nil
  ) {
    self.compared = compared
    self.threads = threads
    self.ignoresContract = ignoresContract
    self.ignoresCorpus = ignoresCorpus
    self.checkpoint = checkpoint
    self.retrievalProtocol = retrievalProtocol
  }
}

extension RunModel {
  /// The model of a run, or of the checkpoint that the options name, and that checkpoint without its optimizer.
  ///
  /// Throws a sentence when there is none, it is damaged, or it was trained with another renderer.
  public static func load(
    _ folder: RunFolder, options: LoadingOptions = LoadingOptions()
  ) throws -> (model: RunModel, checkpoint: CheckpointContent) {
    let path = try options.checkpoint ?? folder.modelCheckpoint()
    let checkpoint = try Checkpoint.readModel(path, withObjective: true)
    FormerKeys.note(checkpoint.recipe, source: path)
    var recipe = try Recipe.resolve(checkpoint.recipe, source: path)
    if let threads = options.threads { recipe.training.threads = threads }
    var model = try RunModel(
      recipe, readers: CaptionReaders(recipe, in: folder),
      in: ComputeContext(threads: recipe.training.threads, precision: recipe.training.precision))
    if !options.ignoresContract { try model.readers.require(checkpoint) }
    if options.retrievalProtocol == .chineseCLIP { model.readers = model.readers.asChineseCLIPsScripts() }
    try model.tower.parameters.restore(checkpoint.parameters)
    try model.takeHeads(of: checkpoint)
    if let compared = options.compared {
      guard compared != .tokens || model.tokenWise != nil else {
        throw CommandError(
          "\(path): the model was not trained to compare token by token (objective.kind filip or wukong); compare embeddings"
        )
      }
      model.compared = compared
    }
    return (model, checkpoint)
  }
}

extension RunModel {
  /// Begins the text tower as the recipe wants it to begin, with the image tower as it is.
  func beginTextWithImage() throws {
    if recipe.model.text.initializeFromImageTower { try (tower as? TwinTowers)?.beginTextWithImage() }
    if recipe.model.page.initializeFromImageTower { try (tower as? TwinPageTowers)?.beginTextWithImage() }
  }
}

extension CaptionRenderers {
  /// Throws, listing every difference, when a checkpoint was trained with another renderer.
  func require(_ checkpoint: CheckpointContent) throws {
    try checkpoint.requireRenderer(contractJSON, override: "go on regardless with --ignore-contract") { saved, _ in
      guard let theirs = try? RendererContract(json: saved.compactText) else {
        return ["The checkpoint does not say what it was drawn with."]
      }
      return contract.differences(from: theirs)
    }
  }
}

extension RunModel {
  /// Compares by what an objective has trained: token by token where it trains no embeddings.
  mutating func compare(by objective: any Objective) {
    tokenWise = objective.tokenWise
    compared = tokenWise != nil && !objective.trainsEmbeddings ? .tokens : .embeddings
  }

  /// Takes the heads that a checkpoint keeps for comparing token by token, where its objective has any.
  fileprivate mutating func takeHeads(of checkpoint: CheckpointContent) throws {
    guard recipe.objective.requirements.comparesTokens, !checkpoint.objective.isEmpty else { return }
    let objective = try PreparedObjective(recipe.objective, for: tower, backend: compute.backend)
    try objective.restore(checkpoint.objective)
    compare(by: objective.objective)
  }
}
