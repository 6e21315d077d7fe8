import CKernels
import Runtime

/// Random brightness, contrast, saturation and hue in a random order, then now and then gray: torchvision's `ColorJitter`
/// and `RandomGrayscale`.
///
/// Brightness, contrast and saturation are Pillow's to the byte. Hue moves each color exactly; Pillow first rounds it to
/// 255 steps of a circle.
public struct ColorJitter: Sendable, Equatable {
  /// Share of images whose colors are jittered, 0…1; graying is drawn apart.
  public var probability: Double
  /// Factor of every value; 1 changes nothing.
  public var brightness: ClosedRange<Double>
  /// Factor of every value's distance from the image's mean gray; 1 changes nothing.
  public var contrast: ClosedRange<Double>
  /// Factor of every value's distance from its pixel's gray; 1 changes nothing.
  public var saturation: ClosedRange<Double>
  /// Way round the color circle, within -0.5…0.5; 0 changes nothing.
  public var hue: ClosedRange<Double>
  /// Share of images that lose their color, 0…1.
  public var gray: Double

  /// Numbers as torchvision takes them: how far each factor may lie from 1, never below 0, and the hue from 0. What is no
  /// number becomes a range that `check` refuses.
  public init(
    probability: Double = 1, brightness: Double = 0, contrast: Double = 0, saturation: Double = 0, hue: Double = 0,
    gray: Double = 0
  ) {
    func around(_ middle: Double, _ distance: Double, lowest: Double) -> ClosedRange<Double> {
      let reach = distance.isNaN ? .infinity : abs(distance)
      return max(lowest, middle - reach)...(middle + reach)
    }
    self.probability = probability
    self.brightness = around(1, brightness, lowest: 0)
    self.contrast = around(1, contrast, lowest: 0)
    self.saturation = around(1, saturation, lowest: 0)
    self.hue = around(0, hue, lowest: -.infinity)
    self.gray = gray
  }

  /// Throws `PixelError` when a range leaves what it may hold.
  public func check() throws(PixelError) {
    for (name, range) in [("brightness", brightness), ("contrast", contrast), ("saturation", saturation)] {
      guard range.lowerBound >= 0, range.upperBound <= 100 else {
        throw PixelError(
          "the factor of \(name) lies between 0 and 100, 1 changing nothing, not between \(range.lowerBound) and "
            + "\(range.upperBound)")
      }
    }
    guard hue.lowerBound >= -0.5, hue.upperBound <= 0.5 else {
      throw PixelError(
        "hues move by -0.5 to 0.5 of the color circle, not by \(hue.lowerBound) to \(hue.upperBound)")
    }
    try PixelError.checkShare(probability, of: "images whose colors are jittered")
    try PixelError.checkShare(gray, of: "images that lose their color")
  }

  /// Draws nine values, whatever they turn out to be; `image` is RGB.
  func apply(to image: inout PixelImage, using generator: inout some RandomNumberGenerator) {
    let jitters = generator.draw(probability: probability)
    var changes: [ColorChange] = [
      .brightness(Float(generator.draw(in: brightness))), .contrast(Float(generator.draw(in: contrast))),
      .saturation(Float(generator.draw(in: saturation))), .hue(turn: Float(generator.draw(in: hue))),
    ]
    for last in [3, 2, 1] { changes.swapAt(last, generator.draw(below: last + 1)) }
    let grays = generator.draw(probability: gray)
    if jitters { for change in changes { image.recolor(change) } }
    if grays { image.recolor(.saturation(0)) }
  }
}

/// One change of color with its strength.
enum ColorChange: Sendable, Equatable {
  case brightness(Float), contrast(Float), saturation(Float)
  case hue(turn: Float)
}

extension PixelImage {
  /// The image after one change of color; the image is RGB.
  mutating func recolor(_ change: ColorChange) {
    switch change {
    case .brightness(1), .contrast(1), .saturation(1), .hue(0): return
    case .brightness(let factor): map(.blend(from: 0, factor: factor))
    case .contrast(let factor): map(.blend(from: Float((meanGray(.pillow) + 0.5).rounded(.down)), factor: factor))
    case .saturation(let factor): blendFromGray(.pillow, factor: factor)
    case .hue(let turn): clippo_turn_hue_rgb8(&pixels, width * height, turn)
    }
  }
}
