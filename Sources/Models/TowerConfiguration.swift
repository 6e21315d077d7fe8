import Tensors

/// The shape of a vision transformer, and where its tokens can stand.
public struct TowerConfiguration: Sendable, Hashable {
  /// How token states become one vector a sequence.
  public enum Pooling: String, Sendable, CaseIterable {
    /// Mean over the tokens ("gap" in big_vision).
    case mean
    /// Attention of one learned probe over the tokens, then a residual MLP ("map" in big_vision).
    case map
  }

  public var width: Int
  public var depth: Int
  public var heads: Int
  /// Hidden width of the MLP; four times the width in most variants.
  public var mlp: Int
  /// Pixels a side of a patch.
  public var patch: Int
  public var pooling: Pooling
  /// Length of the embeddings that are compared.
  public var embedding: Int
  /// Places of the position table: a photo or page may use rows and columns below these.
  public var gridRows: Int
  public var gridColumns: Int

  public init(
    width: Int, depth: Int, heads: Int, mlp: Int? = nil, patch: Int = 16, pooling: Pooling = .mean, embedding: Int,
    gridRows: Int = 14, gridColumns: Int = 14
  ) {
    self.width = width
    self.depth = depth
    self.heads = heads
    self.mlp = mlp ?? 4 * width
    self.patch = patch
    self.pooling = pooling
    self.embedding = embedding
    self.gridRows = gridRows
    self.gridColumns = gridColumns
  }

  /// Values a patch: RGB.
  public var patchWidth: Int { patch * patch * 3 }
  public var places: Int { gridRows * gridColumns }

  /// Throws a sentence where the numbers cannot make a tower.
  public func validate() throws {
    let positive = [
      ("width", width), ("depth", depth), ("heads", heads), ("mlp", mlp), ("patch", patch), ("embedding", embedding),
      ("gridRows", gridRows), ("gridColumns", gridColumns),
    ]
    for (name, value) in positive where value < 1 {
      throw TensorError("model.\(name) is \(value); it must be at least 1")
    }
    guard width % heads == 0 else {
      throw TensorError("model.heads is \(heads), which does not divide model.width \(width)")
    }
  }

  /// Floating-point operations of one forward pass, two for each multiply-add, for sequences of the given lengths.
  public func forwardOperations(sequenceLengths: [Int]) -> Double {
    let tokens = Double(sequenceLengths.reduce(0, +))
    let squares = sequenceLengths.reduce(0.0) { $0 + Double($1) * Double($1) }
    let dense = Double(4 * width * width + 2 * width * mlp) * 2
    let block = tokens * dense + squares * Double(4 * width)
    let ends = tokens * Double(2 * patchWidth * width) + Double(sequenceLengths.count * 2 * width * embedding)
    return Double(depth) * block + ends
  }
}
