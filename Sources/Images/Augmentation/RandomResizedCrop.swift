import Glibc
import Runtime

/// A random part of an image, as torchvision's `RandomResizedCrop` defines it.
///
/// Ten times an area and an aspect ratio are drawn, the ratio uniformly in its logarithm; the first pair that fits the
/// image is placed at random. Where none fits, the middle is taken, cut to the nearest ratio of the range.
public struct RandomResizedCrop: Sendable, Equatable {
  /// Area of the part as a share of the image's, within 0…1.
  public var area: ClosedRange<Double>
  /// Width over height of the part, relative to the output's; above 0. For a square output it is torchvision's.
  public var aspectRatio: ClosedRange<Double>

  /// The defaults are torchvision's.
  public init(area: ClosedRange<Double> = 0.08...1, aspectRatio: ClosedRange<Double> = 3.0 / 4...4.0 / 3) {
    self.area = area
    self.aspectRatio = aspectRatio
  }

  /// How many parts are tried before the middle is taken.
  private static let tries = 10

  /// Throws `PixelError` when a range leaves what it may hold.
  public func check() throws(PixelError) {
    guard area.lowerBound > 0, area.upperBound <= 1 else {
      throw PixelError(
        "the area of a random crop is a share above 0 and at most 1 of the image, not \(area.lowerBound) to "
          + "\(area.upperBound)")
    }
    guard aspectRatio.lowerBound > 0, aspectRatio.upperBound.isFinite else {
      throw PixelError(
        "the aspect ratio of a random crop is a number above 0, such as 0.75 to 1.33, not \(aspectRatio.lowerBound) to "
          + "\(aspectRatio.upperBound)")
    }
  }

  /// A part of an image of `width` × `height` pixels (at least 1) for an output whose width over height is
  /// `outputAspect` (above 0). Draws 22 values whatever comes of them.
  public func draw(
    width: Int, height: Int, outputAspect: Double = 1, using generator: inout some RandomNumberGenerator
  ) -> PixelRectangle {
    let lowest = log(aspectRatio.lowerBound * outputAspect)
    let highest = log(aspectRatio.upperBound * outputAspect)
    var found: (width: Int, height: Int)?
    for _ in 0..<Self.tries {
      let pixels = Double(width) * Double(height) * generator.draw(in: area)
      let ratio = exp(generator.draw(in: lowest...highest))
      guard found == nil else { continue }
      found = Self.size(pixels: pixels, ratio: ratio, width: width, height: height)
    }
    let (across, down) = (generator.drawUnit(), generator.drawUnit())
    guard let found else { return middle(width: width, height: height, outputAspect: outputAspect) }
    return PixelRectangle(
      left: Int(across * Double(width - found.width + 1)), top: Int(down * Double(height - found.height + 1)),
      width: found.width, height: found.height)
  }

  /// The sides of a part, halves rounded to even as Python does; `nil` where they do not fit.
  private static func size(pixels: Double, ratio: Double, width: Int, height: Int) -> (width: Int, height: Int)? {
    let across = (pixels * ratio).squareRoot().rounded(.toNearestOrEven)
    let down = (pixels / ratio).squareRoot().rounded(.toNearestOrEven)
    guard across >= 1, across <= Double(width), down >= 1, down <= Double(height) else { return nil }
    return (Int(across), Int(down))
  }

  /// The middle of the image, as much of it as the range of ratios allows.
  private func middle(width: Int, height: Int, outputAspect: Double) -> PixelRectangle {
    let (lowest, highest) = (aspectRatio.lowerBound * outputAspect, aspectRatio.upperBound * outputAspect)
    var part = (width: width, height: height)
    let ratio = Double(width) / Double(height)
    if ratio < lowest {
      part.height = max(1, Int((Double(width) / lowest).rounded(.toNearestOrEven)))
    } else if ratio > highest {
      part.width = max(1, Int((Double(height) * highest).rounded(.toNearestOrEven)))
    }
    return PixelRectangle(
      left: (width - part.width) / 2, top: (height - part.height) / 2, width: part.width, height: part.height)
  }
}
