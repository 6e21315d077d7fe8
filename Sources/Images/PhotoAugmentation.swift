import CKernels
import Glibc

/// Random changes of an image that keep what it shows: turned, scaled, stretched, shifted, tinted, partly grayed.
///
/// Every range is drawn from uniformly. The defaults suit drawings on a plain background, such as emoji.
public struct PhotoAugmentation: Sendable, Equatable {
  /// Largest turn either way, radians.
  public var rotation: Float = 0.25
  /// Side of the part of the image that is seen, relative to the image: above 1 shows it smaller.
  public var extent: ClosedRange<Float> = 0.85...1.35
  /// Largest difference of the aspect ratio from 1: at 0.1, width against height lies between 1/1.1 and 1.1.
  public var stretch: Float = 0
  /// Largest shift in each direction, as a part of the image's side.
  public var shift: Float = 0.075
  /// Factor of each color channel's distance from the background, drawn for each channel.
  public var gain: ClosedRange<Float> = 0.7...1.3
  /// How much of the color is replaced by gray, 0 none, 1 all.
  public var graying: ClosedRange<Float> = 0...0.7
  /// Share of images that are mirrored, 0…1; flags, arrows and writing lose their meaning by it.
  public var mirrored: Float = 0
  /// What lies outside the image.
  public var background: Color = .white

  public init() {}

  /// Nothing is changed.
  public static let none: PhotoAugmentation = {
    var none = PhotoAugmentation()
    (none.rotation, none.extent, none.stretch, none.shift) = (0, 1...1, 0, 0)
    (none.gain, none.graying, none.mirrored) = (1...1, 0...0, 0)
    return none
  }()

  /// A changed image of `side` × `side` pixels. Draws the same number of values from `generator` whatever the ranges.
  ///
  /// `image` is best square and of about `side` pixels: the warp samples bilinearly and does not average.
  /// Throws `PixelError` when the image has alpha, a side is 0, or a side exceeds 32,767 pixels.
  public func apply(
    to image: PixelImage, side: Int, using generator: inout some RandomNumberGenerator
  ) throws -> PixelImage {
    guard image.channels == .rgb else {
      throw PixelError("an image with alpha cannot be augmented; compose it on a background first")
    }
    guard side > 0, max(side, image.width, image.height) < 32_768 else {
      throw PixelError(
        "images are augmented between 1 and 32,767 pixels per side, not \(image.width) × \(image.height)")
    }
    let place = drawPlacement(from: image, side: side, using: &generator)
    let colors = drawColors(using: &generator)
    let outside = [background.red, background.green, background.blue]
    let count = side * side
    let pixels = [UInt8](unsafeUninitializedCapacity: count * 3) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      clippo_affine_warp_rgb8(target, image.pixels, side, side, image.width, image.height, place, outside)
      clippo_color_matrix_rgb8(target, count, colors)
      initialized = count * 3
    }
    return PixelImage(checkedWidth: side, height: side, channels: .rgb, pixels: pixels)
  }

  /// Where output pixels read the image, as `[2, 3]`; see `clippo_affine_warp_rgb8`.
  func drawPlacement(
    from image: PixelImage, side: Int, using generator: inout some RandomNumberGenerator
  ) -> [Float] {
    let angle = uniform(-rotation...rotation, using: &generator)
    let size = uniform(extent, using: &generator)
    let ratio = exp(uniform(-1...1, using: &generator) * log(1 + max(0, stretch)) / 2)
    let moved = (uniform(-shift...shift, using: &generator), uniform(-shift...shift, using: &generator))
    let mirror: Float = uniform(0...1, using: &generator) < mirrored ? -1 : 1
    let (width, height) = (Float(image.width), Float(image.height))
    let (across, down) = (size * ratio * width / Float(side), size / ratio * height / Float(side))
    let (a, b) = (mirror * across * cos(angle), -across * sin(angle))
    let (c, d) = (mirror * down * sin(angle), down * cos(angle))
    // Output pixel centers are counted from the middle of the output, input ones from the input's first pixel center.
    let middle = Float(side - 1) / 2
    let left: Float = (width - 1) / 2 + moved.0 * width - (a + b) * middle
    let top: Float = (height - 1) / 2 + moved.1 * height - (c + d) * middle
    return [a, b, left, c, d, top]
  }

  /// Gains about the background, then mixing with the mean of the channels, as one matrix `[3, 4]`.
  private func drawColors(using generator: inout some RandomNumberGenerator) -> [Float] {
    let gains = (0..<3).map { _ in uniform(gain, using: &generator) }
    let gray = uniform(graying, using: &generator)
    let pivot = [background.red, background.green, background.blue].map(Float.init)
    let offsets = (0..<3).map { pivot[$0] * (1 - gains[$0]) }
    let meanOffset = offsets.reduce(0, +) / 3
    var matrix: [Float] = []
    for out in 0..<3 {
      for channel in 0..<3 { matrix.append(gains[channel] * (gray / 3 + (channel == out ? 1 - gray : 0))) }
      matrix.append(offsets[out] * (1 - gray) + meanOffset * gray)
    }
    return matrix
  }

  /// Own arithmetic rather than the library's, whose way from bits to numbers may change between versions.
  private func uniform(_ range: ClosedRange<Float>, using generator: inout some RandomNumberGenerator) -> Float {
    let unit = Double(generator.next() >> 11) * 0x1p-53
    return Float(Double(range.lowerBound) + unit * Double(range.upperBound - range.lowerBound))
  }
}
