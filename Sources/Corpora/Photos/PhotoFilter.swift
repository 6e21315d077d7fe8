import Images
import Schema

/// How images are resized.
public enum PhotoFilter: String, RecipeWord {
  /// Mean over the area that a pixel covers.
  case area
  /// Triangle as wide as the reduction asks for.
  case bilinear
  /// Cubic, a little sharper.
  case bicubic
  /// The nearest two pixels a direction, whatever the reduction, as CLIPPO does.
  case plain

  /// The filter of images that it stands for.
  public var filter: ResampleFilter {
    switch self {
    case .area: .area
    case .bilinear: .bilinear
    case .bicubic: .bicubic
    case .plain: .bilinearPlain
    }
  }
}
