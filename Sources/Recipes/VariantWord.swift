/// The table of vision transformers (Zhai et al., *Scaling Vision Transformers*, table 2; SigLIP's So400m; mu is
/// big_vision's size for tests).
public enum VariantWord: String, RecipeWord {
  case mu
  case tiny = "Ti"
  case small = "S"
  case medium = "M"
  case base = "B"
  case large = "L"
  case shapeOptimised400M = "So400m"
  case huge = "H"
  case giant = "g"
  case gigantic = "G"

  /// What a variant's name stands for.
  public struct Size: Sendable, Equatable {
    public let width: Int
    public let depth: Int
    public let mlp: Int
    public let heads: Int

    init(_ width: Int, _ depth: Int, _ mlp: Int, _ heads: Int) {
      (self.width, self.depth, self.mlp, self.heads) = (width, depth, mlp, heads)
    }
  }

  public var size: Size {
    switch self {
    case .mu: Size(32, 1, 128, 2)
    case .tiny: Size(192, 12, 768, 3)
    case .small: Size(384, 12, 1536, 6)
    case .medium: Size(512, 12, 2048, 8)
    case .base: Size(768, 12, 3072, 12)
    case .large: Size(1024, 24, 4096, 16)
    case .shapeOptimised400M: Size(1152, 27, 4304, 16)
    case .huge: Size(1280, 32, 5120, 16)
    case .giant: Size(1408, 40, 6144, 16)
    case .gigantic: Size(1664, 48, 8192, 16)
    }
  }
}
