import Runtime

/// A few changes of sixteen kinds, drawn one after another, all of one strength (Cubuk et al. 2019, arXiv:1909.13719), as
/// big_vision runs it.
///
/// Each kind is as likely as another and always applied (the probability that big_vision draws for each it never uses);
/// what has a direction is as often negative; cutout lies about any pixel.
public struct RandAugment: Sendable, Equatable {
  /// How many changes, at least 0; 2 is usual.
  public var operations: Int
  /// Strength, 0…20; 10 is usual. Beyond 20 the original fails at posterising.
  public var magnitude: Int

  public init(operations: Int = 2, magnitude: Int = 10) {
    self.operations = operations
    self.magnitude = magnitude
  }

  /// Throws `PixelError` when a number leaves what it may be.
  public func check() throws(PixelError) {
    guard (0...100).contains(operations) else {
      throw PixelError("RandAugment makes 0 to 100 changes an image, usually 2, not \(operations)")
    }
    guard (0...20).contains(magnitude) else {
      throw PixelError("RandAugment's magnitude lies between 0 and 20 and is usually 10, not \(magnitude)")
    }
  }

  /// Draws four values for each of `operations`, whatever they turn out to be; `image` is RGB.
  func apply(to image: inout PixelImage, using generator: inout some RandomNumberGenerator) {
    for _ in 0..<operations {
      image.apply(draw(width: image.width, height: image.height, using: &generator))
    }
  }

  func draw(width: Int, height: Int, using generator: inout some RandomNumberGenerator) -> RandAugmentChange {
    let kinds = RandAugmentOperation.allCases
    let kind = kinds[generator.draw(below: kinds.count)]
    let negated = generator.draw(probability: 0.5)
    let row = generator.draw(below: height)
    return kind.change(
      magnitude: magnitude, negated: negated, place: (row: row, column: generator.draw(below: width)))
  }
}
