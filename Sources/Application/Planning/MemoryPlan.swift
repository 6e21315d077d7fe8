import Console
import Files
import Recipes
import Runtime
import Schema
import Tensors
import Training

/// What a run will need of the memory, for batches of full pages: the model, its optimizer and a step are made on a device that only
/// counts, before anything is allocated.
public struct MemoryPlan: Sendable {
  /// Weights, gradients, the optimizer's moments and the running average, in bytes.
  public let state: Int
  /// What a step keeps for its backward pass, and its scratch, in bytes.
  public let step: Int

  /// Decoded images, mapped fonts, caches and the program itself, in bytes.
  public let surroundings: Int

  /// All of it.
  public var total: Int { state + step + surroundings }

  /// Images of a corpus of the size of the emoji corpus, and what was measured beside them.
  private static let images = 5000
  private static let program = 150 << 20

  /// Tokens embedded at a time.
  public let chunkTokens: Int
  /// Bytes of activations past which chunks of a batch are embedded a second time.
  public let activationLimit: Int

  /// Bytes of activations that a chunk keeps where the recipe names no size: large enough for every worker to be busy.
  private static let chunkBytes = 1 << 30
  /// Pairs by which a token's share of that is found.
  private static let sample = 64

  /// - Parameters:
  ///   - activation: element type of activations.
  ///   - available: free bytes of memory; nil where nobody knows.
  ///
  /// Throws where the recipe's model cannot be built.
  public init(_ recipe: Recipe, activation: ElementType, available: Int?) throws {
    let batch = BatchPlan(recipe)
    let recomputation = recipe.training.activationCheckpointing
    let kept = try CountedModel(
      recipe.model.plannedShape, objective: recipe.objective, groups: recipe.parameterGroups
    )
    .keptBytes(batch.outline(pairs: Self.sample), activation: activation, recomputation)
    let most =
      recipe.training.microBatchTokens > 0 ? recipe.training.microBatchTokens : max(1024, Self.chunkBytes / kept)
    chunkTokens = min(batch.tokens, most)
    activationLimit =
      recipe.training.activationMemoryGiB > 0
      ? Int(recipe.training.activationMemoryGiB * Double(1 << 30)) : (available ?? Int.max / 2) / 2
    surroundings = Self.program + Self.imageBytes(recipe)

    let model = try CountedModel(
      recipe.model.plannedShape, objective: recipe.objective, groups: recipe.parameterGroups,
      workers: recipe.training.workers)
    let pool = try ThreadPool(threads: 1)
    let optimizer = try recipe.optimizer.optimizer(
      of: model.trainable, activation: activation, on: model.device, pool: pool)
    let average = try recipe.training.average(
      of: model.tower.parameters, heads: model.heads, on: model.device, pool: pool)
    defer { withExtendedLifetime((optimizer, average)) {} }
    state = model.device.reservedBytes + Self.teacherBytes(recipe)
    // The batch's pixels lie beside what is computed.
    step =
      try model.stepBytes(
        batch.outline(), activation: activation, recomputation, chunkTokens: chunkTokens,
        activationBytes: activationLimit) + batch.pixelBytes
  }

  /// The weights of a teacher; 0 where there is none, or nobody finds it.
  private static func teacherBytes(_ recipe: Recipe) -> Int {
    guard let path = recipe.objective.requirements.teacher,
      let checkpoint = try? RunFolder(path: path).modelCheckpoint(),
      let weights = try? FileBytes(path: "\(checkpoint)/model.safetensors")
    else { return 0 }
    return weights.count
  }

  /// Images that are kept decoded, and batches that wait.
  private static func imageBytes(_ recipe: Recipe) -> Int {
    let ahead = recipe.training.loaderThreads > 0 ? recipe.training.prefetch << 20 : 0
    switch recipe.corpus {
    case .emoji: return images * recipe.image.imageSize * recipe.image.imageSize * 3 + ahead
    case .pairs: return Int(recipe.image.cacheGiB * Double(1 << 30)) + ahead
    }
  }

  /// Throws a sentence when the run needs more than `available` bytes.
  public func check(available: Int) throws(RecipeError) {
    guard total > available else { return }
    throw RecipeError(
      path: "training.batch",
      problem: "this run needs about \(NumberText.bytes(total)) of memory and \(NumberText.bytes(available)) are free; "
        + "make the batch, the images or the model smaller")
  }
}
