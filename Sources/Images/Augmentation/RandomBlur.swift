import Glibc
import Runtime

/// Now and then a Gaussian blur of random width, as in SimCLR (Chen et al. 2020, arXiv:2002.05709).
public struct RandomBlur: Sendable, Equatable {
  /// Share of images that are blurred, 0…1.
  public var probability: Double
  /// Standard deviation in pixels of the output, 0…50; 0 changes nothing.
  public var deviation: ClosedRange<Double>

  public init(probability: Double = 0.5, deviation: ClosedRange<Double> = 0.1...2) {
    self.probability = probability
    self.deviation = deviation
  }

  /// Throws `PixelError` when a number leaves what it may be.
  public func check() throws(PixelError) {
    try PixelError.checkShare(probability, of: "images that are blurred")
    guard deviation.lowerBound >= 0, deviation.upperBound <= 50 else {
      throw PixelError(
        "a blur's standard deviation lies between 0 and 50 pixels, not between \(deviation.lowerBound) and "
          + "\(deviation.upperBound)")
    }
  }

  /// Draws two values, whatever they turn out to be; `image` is RGB.
  func apply(to image: inout PixelImage, using generator: inout some RandomNumberGenerator) {
    let blurs = generator.draw(probability: probability)
    let drawn = generator.draw(in: deviation)
    if blurs { image = image.blurred(deviation: drawn) }
  }
}

extension PixelImage {
  /// The image under a Gaussian of `deviation` pixels that reaches three deviations either way; beyond its edge the
  /// image repeats its edge. The image is RGB.
  func blurred(deviation: Double) -> PixelImage {
    let weights = ResampleTable.gaussian(deviation: deviation)
    guard weights.count > 1 else { return self }
    return resampled(
      from: PixelRectangle(wholeOf: self), across: ResampleTable(weights, length: width),
      down: ResampleTable(weights, length: height))
  }
}

extension ResampleTable {
  /// An odd number of weights that sum to 1, the middle one for the sample itself.
  static func gaussian(deviation: Double) -> [Double] {
    let reach = Int((3 * deviation).rounded(.up))
    let line = (-reach...reach).map { exp(-Double($0 * $0) / max(2 * deviation * deviation, 1e-12)) }
    let sum = line.reduce(0, +)
    return line.map { $0 / sum }
  }
}
