import Console
import Tensors

/// What a run will need of the memory: an estimate, made before anything is allocated, for batches of full pages.
public struct MemoryPlan: Sendable {
  /// Weights, gradients and the optimiser's moments, in bytes.
  public let state: Int
  /// What a step keeps for its way back, and its scratch, in bytes.
  public let step: Int

  /// Decoded pictures, mapped fonts, caches and the program itself, in bytes.
  public let surroundings: Int

  /// All of it.
  public var total: Int { state + step + surroundings }

  /// Pictures of a corpus of the size of the emoji corpus, and what was measured beside them.
  private static let pictures = 5000
  private static let program = 150 << 20

  public init(_ recipe: Recipe, activation: ElementType) {
    let tower = recipe.model.configuration
    let parameters = ParameterPlan(tower).count
    // Four float32 arrays, and a copy of the weights in the type of the activations where that is another.
    let copies = activation == .float32 ? 0 : activation.byteCount
    state = parameters * (4 * 4 + copies)

    let batch = BatchPlan(recipe)
    let bytes = activation.byteCount
    // Of every block: two norms' outputs, queries, keys, values, what attention gave, the perceptron before and after
    // its GELU; in float32 the stream before and after attention.
    let block = bytes * (6 * tower.width + 2 * tower.mlp) + 2 * 4 * tower.width
    let ends = (1 + bytes) * tower.patchWidth + 2 * 4 * tower.width
    // On the way back the widest layer's gradients, and the stream's.
    let scratch = 2 * bytes * max(3 * tower.width, tower.mlp) + 2 * 4 * tower.width
    let similarities = 3 * 4 * batch.pairs * batch.pairs
    surroundings = Self.program + Self.pictures * recipe.photo.side * recipe.photo.side * 3
    step = batch.tokens * (tower.depth * block + ends + scratch) + similarities
  }

  /// Throws a sentence when the run needs more than `available` bytes.
  public func check(available: Int) throws(RecipeError) {
    guard total > available else { return }
    throw RecipeError(
      path: "training.batch",
      problem: "this run needs about \(NumberText.bytes(total)) of memory and \(NumberText.bytes(available)) are free; "
        + "make the batch, the pictures or the model smaller")
  }
}
