import Autograd
import Console
import Models
import Recipes
import Schema
import Tensors

/// What a run will need of the memory: an estimate, made before anything is allocated, for batches of full pages.
public struct MemoryPlan: Sendable {
  /// Weights, gradients and the optimizer's moments, in bytes.
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

  /// - Parameters:
  ///   - activation: element type of activations.
  ///   - available: free bytes of memory; nil where nobody knows.
  public init(_ recipe: Recipe, activation: ElementType, available: Int?) {
    let shape = recipe.model.plannedShape
    let tower = shape.vision
    let parameters = ParameterPlan(shape).count
    // Four float32 arrays, and a copy of the weights in the type of the activations where that is another.
    let copies = activation == .float32 ? 0 : activation.byteCount
    let average = recipe.training.emaDecay > 0 ? 4 : 0
    state = parameters * (4 * 4 + copies + average)

    let batch = BatchPlan(recipe)
    // A token of a text tower is counted as one of the image tower's, or as its own where that is more.
    let kinds = [tower.encoder] + (shape.text.map { [$0.encoder] } ?? [])
    let token = kinds.map {
      TokenBytes(
        $0, patchWidth: tower.patchWidth, activation: activation, recomputation: recipe.training.activationCheckpointing
      )
    }.reduce(TokenBytes(), TokenBytes.larger)
    let most =
      recipe.training.microBatchTokens > 0 ? recipe.training.microBatchTokens : max(1024, Self.chunkBytes / token.kept)
    chunkTokens = min(batch.tokens, most)
    activationLimit =
      recipe.training.activationMemoryGiB > 0
      ? Int(recipe.training.activationMemoryGiB * Double(1 << 30)) : (available ?? Int.max / 2) / 2
    surroundings = Self.program + Self.imageBytes(recipe)
    let kept = min(batch.tokens * token.kept, activationLimit + chunkTokens * token.kept)
    // Embeddings, their derivatives, and what the loss makes of them, on both sides.
    let embeddings = 10 * 4 * batch.pairs * tower.embedding
    step = kept + chunkTokens * token.passing + batch.tokens * tower.patchWidth + embeddings
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

/// Bytes of activations a token.
private struct TokenBytes {
  /// Until the backward pass is over.
  let kept: Int
  /// During the backward pass of one chunk.
  let passing: Int

  init() { (kept, passing) = (0, 0) }

  private init(kept: Int, passing: Int) { (self.kept, self.passing) = (kept, passing) }

  static func larger(_ one: TokenBytes, _ other: TokenBytes) -> TokenBytes {
    TokenBytes(kept: max(one.kept, other.kept), passing: max(one.passing, other.passing))
  }

  init(_ tower: EncoderConfiguration, patchWidth: Int, activation: ElementType, recomputation: ActivationCheckpointing)
  {
    let bytes = activation.byteCount
    // Of every block: two normalized rows, queries, keys, values, what attention gave, the perceptron before its GELU.
    let cheap = bytes * (6 * tower.width + tower.mlp)
    let block =
      switch recomputation {
      case .none: cheap + bytes * (2 * tower.width + tower.mlp)
      case .normsAndActivations: cheap
      case .block: 4 * tower.width
      }
    kept = tower.depth * block + (1 + bytes) * patchWidth + 2 * 4 * tower.width
    // The widest layer's gradients and its turned input, the stream's, and the block that is computed again.
    passing =
      3 * bytes * max(3 * tower.width, tower.mlp) + 2 * 4 * tower.width + (recomputation == .block ? cheap : 0)
  }
}
