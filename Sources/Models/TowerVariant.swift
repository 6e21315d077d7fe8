import Schema

/// Named sizes of vision transformers (Zhai et al. 2022 and big_vision's table).
public enum TowerVariant: String, RecipeWord {
  case mu
  case tiny = "Ti"
  case small = "S"
  case medium = "M"
  case base = "B"
  case large = "L"
  case shapeOptimized = "So400m"
  case huge = "H"
  case giant = "g"
  case giantShapeOptimized = "g-opt"
  case gigantic = "G"
  case giganticShapeOptimized = "G-opt"

  /// Width, depth, hidden width of the MLP and heads.
  public var size: (width: Int, depth: Int, mlp: Int, heads: Int) {
    switch self {
    case .mu: (32, 1, 128, 2)
    case .tiny: (192, 12, 768, 3)
    case .small: (384, 12, 1536, 6)
    case .medium: (512, 12, 2048, 8)
    case .base: (768, 12, 3072, 12)
    case .large: (1024, 24, 4096, 16)
    case .shapeOptimized: (1152, 27, 4304, 16)
    case .huge: (1280, 32, 5120, 16)
    case .giant: (1408, 40, 6144, 16)
    case .giantShapeOptimized: (1536, 40, 6144, 16)
    case .gigantic: (1664, 48, 8192, 16)
    case .giganticShapeOptimized: (1920, 48, 7680, 16)
    }
  }
}
