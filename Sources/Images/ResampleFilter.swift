/// How an image is resampled to another size.
///
/// `bilinear` and `bicubic` agree with Pillow's filters of these names, and `area` with its BOX where a side shrinks by a
/// whole factor, within 1 level: Pillow rounds to 8 bits between the two directions, here 7 more bits are kept, and both
/// clamp there to 0…255. At other factors BOX takes whole pixels only, whereas `area` weighs the cut ones by their part.
public enum ResampleFilter: Sendable, CaseIterable {
  /// Mean over the area that an output pixel covers.
  case area
  /// Triangle as wide as the reduction asks for, so that a smaller image does not alias; what Pillow calls bilinear.
  case bilinear
  /// The nearest two samples a direction, whatever the reduction; what torch calls bilinear without antialias and
  /// TensorFlow, which CLIPPO's images went through, bilinear with half-pixel centers.
  case bilinearPlain
  /// Cubic convolution with a = -1/2 (Keys 1981), as wide as the reduction asks for; what Pillow calls bicubic and CLIP's
  /// images went through.
  case bicubic

  /// Half the width of the filter in input samples, where `scale` of them become one.
  func reach(scale: Double) -> Double {
    switch self {
    case .area: scale / 2
    case .bilinear: max(scale, 1)
    case .bilinearPlain: 1
    case .bicubic: 2 * max(scale, 1)
    }
  }

  /// What a sample whose center is `distance` input samples away weighs, before the weights are made to sum to 1.
  func weight(at distance: Double, scale: Double) -> Double {
    switch self {
    case .area: max(0, min(distance + 0.5, scale / 2) - max(distance - 0.5, -scale / 2))
    case .bilinear: max(0, 1 - abs(distance) / max(scale, 1))
    case .bilinearPlain: max(0, 1 - abs(distance))
    case .bicubic: Self.cubic(abs(distance) / max(scale, 1))
    }
  }

  private static func cubic(_ x: Double) -> Double {
    if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
    if x < 2 { return ((-0.5 * x + 2.5) * x - 4) * x + 2 }
    return 0
  }
}
