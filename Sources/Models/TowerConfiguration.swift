import Tensors

/// The shape of a vision transformer, and where its tokens can stand.
public struct TowerConfiguration: Sendable, Hashable {
  public typealias Pooling = EncoderConfiguration.Pooling

  public var encoder: EncoderConfiguration
  /// Pixels a side of a patch.
  public var patch: Int
  /// Places of the position table: a photo or page may use rows and columns below these.
  public var gridRows: Int
  public var gridColumns: Int
  /// Whether a learned token stands before the patches (CLIP); it has a position of its own, the table's first.
  public var hasClassToken = false
  /// Whether the layer that reads patches has a bias.
  public var hasPatchBias = true

  public init(
    width: Int, depth: Int, heads: Int, mlp: Int? = nil, patch: Int = 16, pooling: Pooling = .mean, embedding: Int,
    gridRows: Int = 14, gridColumns: Int = 14
  ) {
    encoder = EncoderConfiguration(
      width: width, depth: depth, heads: heads, mlp: mlp, pooling: pooling, embedding: embedding)
    self.patch = patch
    self.gridRows = gridRows
    self.gridColumns = gridColumns
  }

  public var width: Int { encoder.width }
  public var depth: Int { encoder.depth }
  public var heads: Int { encoder.heads }
  public var mlp: Int { encoder.mlp }
  public var pooling: Pooling { encoder.pooling }
  public var embedding: Int { encoder.embedding }
  /// Values a patch: RGB.
  public var patchWidth: Int { patch * patch * 3 }
  /// Places of patches.
  public var positions: Int { gridRows * gridColumns }

  /// Throws a sentence where the numbers cannot make a tower.
  ///
  /// - Parameter section: of the recipe, for the sentence.
  public func validate(section: String = "model") throws {
    for (name, value) in [("patch", patch), ("gridRows", gridRows), ("gridColumns", gridColumns)] where value < 1 {
      throw TensorError("\(section).\(name) is \(value); it must be at least 1")
    }
    try encoder.validate(section: section)
  }

  /// What two configurations do not have in common, as fields of a recipe and their values: `width (128, not 192)`. Weights of
  /// one make the other compute the same only where there is nothing.
  ///
  /// - Parameter other: whose values stand behind "not".
  package func differences(from other: TowerConfiguration) -> [String] {
    let numbers = [
      ("width", width, other.width), ("depth", depth, other.depth), ("heads", heads, other.heads),
      ("mlp", mlp, other.mlp), ("patch", patch, other.patch), ("gridRows", gridRows, other.gridRows),
      ("gridColumns", gridColumns, other.gridColumns),
    ]
    var found = numbers.filter { $0.1 != $0.2 }.map { "\($0.0) (\($0.1), not \($0.2))" }
    // An architecture brings its pooling and its GELU along.
    guard (hasClassToken, hasPatchBias) == (other.hasClassToken, other.hasPatchBias),
      (encoder.normsInput, encoder.hasHeadBias) == (other.encoder.normsInput, other.encoder.hasHeadBias)
    else { return ["architecture"] + found }
    if pooling != other.pooling { found.append("pooling (\(pooling.rawValue), not \(other.pooling.rawValue))") }
    if encoder.activation != other.encoder.activation {
      found.append("gelu (\(encoder.activation.rawValue), not \(other.encoder.activation.rawValue))")
    }
    return found.isEmpty && self != other ? ["architecture"] : found
  }
}
