import CKernels
import Runtime

/// Random brightness, contrast, saturation and hue in a random order, then now and then grey: torchvision's `ColorJitter`
/// and `RandomGrayscale`.
///
/// Brightness, contrast and saturation are Pillow's to the byte. Hue moves each colour exactly; Pillow first rounds it to
/// 255 steps of a circle.
public struct ColorJitter: Sendable, Equatable {
  /// Share of pictures whose colours are jittered, 0…1; greying is drawn apart.
  public var probability: Double
  /// Factor of every value; 1 changes nothing.
  public var brightness: ClosedRange<Double>
  /// Factor of every value's distance from the picture's mean grey; 1 changes nothing.
  public var contrast: ClosedRange<Double>
  /// Factor of every value's distance from its pixel's grey; 1 changes nothing.
  public var saturation: ClosedRange<Double>
  /// Way round the colour circle, within -0.5…0.5; 0 changes nothing.
  public var hue: ClosedRange<Double>
  /// Share of pictures that lose their colour, 0…1.
  public var grey: Double

  /// Numbers as torchvision takes them: how far each factor may lie from 1, never below 0, and the hue from 0. What is no
  /// number becomes a range that `check` refuses.
  public init(
    probability: Double = 1, brightness: Double = 0, contrast: Double = 0, saturation: Double = 0, hue: Double = 0,
    grey: Double = 0
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
    self.grey = grey
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
        "hues move by -0.5 to 0.5 of the colour circle, not by \(hue.lowerBound) to \(hue.upperBound)")
    }
    try PixelError.checkShare(probability, of: "pictures whose colours are jittered")
    try PixelError.checkShare(grey, of: "pictures that lose their colour")
  }

  /// Draws nine values, whatever they turn out to be; `image` is RGB.
  func apply(to image: inout PixelImage, using generator: inout some RandomNumberGenerator) {
    let jitters = generator.draw(probability: probability)
    var changes: [ColourChange] = [
      .brightness(Float(generator.draw(in: brightness))), .contrast(Float(generator.draw(in: contrast))),
      .saturation(Float(generator.draw(in: saturation))), .hue(turn: Float(generator.draw(in: hue))),
    ]
    for last in [3, 2, 1] { changes.swapAt(last, generator.draw(below: last + 1)) }
    let greys = generator.draw(probability: grey)
    if jitters { for change in changes { image.recolour(change) } }
    if greys { image.recolour(.saturation(0)) }
  }
}

/// One change of colour with its strength.
enum ColourChange: Sendable, Equatable {
  case brightness(Float), contrast(Float), saturation(Float)
  case hue(turn: Float)
}

extension PixelImage {
  /// The picture after one change of colour; the picture is RGB.
  mutating func recolour(_ change: ColourChange) {
    switch change {
    case .brightness(1), .contrast(1), .saturation(1), .hue(0): return
    case .brightness(let factor): map(.blend(from: 0, factor: factor))
    case .contrast(let factor): map(.blend(from: Float((meanGrey(.pillow) + 0.5).rounded(.down)), factor: factor))
    case .saturation(let factor): blendFromGrey(.pillow, factor: factor)
    case .hue(let turn): clippo_turn_hue_rgb8(&pixels, width * height, turn)
    }
  }
}
