/// One change of RandAugment with its strength.
///
/// Source: `pp/autoaugment.py` of big_vision, in the arithmetic of TensorFlow (float32, cut off where it becomes a byte).
/// Two things there differ from what their names and comments say, and are kept: the threshold of `solarize` is a byte,
/// so that at magnitude 10 it is 0 and the whole image is inverted; and `contrast` does not turn about the mean gray but
/// about the number of pixels over 256.
enum RandAugmentChange: Sendable, Equatable {
  case autoContrast, equalize, invert
  case rotate(degrees: Float)
  case posterize(bits: Int)
  /// 0…255.
  case solarize(threshold: Int)
  case solarizeAdd(Int)
  /// 0 is gray, black, smooth; 1 the image; above 1 the opposite.
  case color(Float), contrast(Float), brightness(Float), sharpness(Float)
  case shearX(Float), shearY(Float)
  case translateX(pixels: Float), translateY(pixels: Float)
  /// A square of twice the radius about a pixel.
  case cutout(radius: Int, row: Int, column: Int)
}

extension PixelImage {
  /// What shows where an image was moved away or cut out.
  private static let emptied = Color(red: 128, green: 128, blue: 128)

  /// The image after one change; the image is RGB with sides below 2^23.
  mutating func apply(_ change: RandAugmentChange) {
    switch change {
    case .autoContrast: map(.stretched(self))
    case .equalize: map(.equalized(self))
    case .invert: map(.inverted)
    case .posterize(let bits): map(.posterized(bits: bits))
    case .solarize(let threshold): map(.solarized(threshold: threshold))
    case .solarizeAdd(let addition): map(.solarized(adding: addition))
    case .color(let factor): blendFromGray(.tensorFlow, factor: factor)
    case .contrast(let factor): map(.blend(from: Float(min(width * height / 256, 255)), factor: factor))
    case .brightness(let factor): map(.blend(from: 0, factor: factor))
    case .sharpness(let factor): self = sharpened(factor: factor)
    case .rotate(let degrees): move(.rotation(degrees: degrees, width: width, height: height))
    case .shearX(let level): move(.shear(across: level))
    case .shearY(let level): move(.shear(down: level))
    case .translateX(let pixels): move(.shift(left: pixels, up: 0))
    case .translateY(let pixels): move(.shift(left: 0, up: pixels))
    case .cutout(let radius, let row, let column): cutOut(radius: radius, row: row, column: column)
    }
  }

  private mutating func move(_ warp: NearestWarp) {
    self = warped(warp, fill: Self.emptied)
  }

  private mutating func cutOut(radius: Int, row: Int, column: Int) {
    let (rows, columns) = (
      max(0, row - radius)..<min(height, row + radius), max(0, column - radius)..<min(width, column + radius)
    )
    for y in rows {
      for sample in (y * width + columns.lowerBound) * 3..<(y * width + columns.upperBound) * 3 {
        pixels[sample] = Self.emptied.red
      }
    }
  }
}
