import Runtime

/// What happens to a photo on its way into training: a random part, mirrored or not, RandAugment, colors, blur, in this
/// order, each of them optional.
///
/// How many values are drawn depends on which of them are chosen and on `RandAugment.operations`, never on the image.
public struct PhotoTransform: Sendable, Equatable {
  /// Which part of the photo is seen; `nil` is all of it.
  public var crop: RandomResizedCrop?
  /// How the part is brought to its size.
  public var filter: ResampleFilter
  /// Share of photos that are mirrored, 0…1, of those that may be.
  public var mirrored: Double
  public var randAugment: RandAugment?
  public var jitter: ColorJitter?
  public var blur: RandomBlur?

  public init(
    crop: RandomResizedCrop? = nil, filter: ResampleFilter = .bilinear, mirrored: Double = 0,
    randAugment: RandAugment? = nil, jitter: ColorJitter? = nil, blur: RandomBlur? = nil
  ) {
    self.crop = crop
    self.filter = filter
    self.mirrored = mirrored
    self.randAugment = randAugment
    self.jitter = jitter
    self.blur = blur
  }

  /// The photo is only resized.
  public static let none = PhotoTransform()

  /// Throws `PixelError` when a number of any part leaves what it may be.
  public func check() throws(PixelError) {
    try crop?.check()
    try PixelError.checkShare(mirrored, of: "images that are mirrored")
    try randAugment?.check()
    try jitter?.check()
    try blur?.check()
  }

  /// A changed photo of `side` × `side` pixels, RGB.
  ///
  /// - Parameters:
  ///   - flipAllowed: Whether the photo still means the same when mirrored; its captions may name left and right.
  ///
  /// Throws `PixelError` when the photo has alpha, `side` is below 1, or `check` throws.
  public func apply(
    to image: PixelImage, side: Int, flipAllowed: Bool, using generator: inout some RandomNumberGenerator
  ) throws -> PixelImage {
    try apply(to: image, width: side, height: side, flipAllowed: flipAllowed, using: &generator)
  }

  /// A changed photo of `width` × `height` pixels, RGB, as `apply(to:side:…)`; aspect ratios of crops are relative to
  /// the output's, so that a photo is stretched alike whatever its form.
  public func apply(
    to image: PixelImage, width: Int, height: Int, flipAllowed: Bool,
    using generator: inout some RandomNumberGenerator
  ) throws -> PixelImage {
    try check()
    guard image.channels == .rgb else {
      throw PixelError("an image with alpha cannot be augmented; compose it on a background first")
    }
    guard width > 0, height > 0, max(width, height) < 32_768 else {
      throw PixelError("augmented images have 1 to 32,767 pixels per side, not \(width) × \(height)")
    }
    let aspect = Double(width) / Double(height)
    let part =
      crop?.draw(width: image.width, height: image.height, outputAspect: aspect, using: &generator)
      ?? PixelRectangle(wholeOf: image)
    let mirrors = generator.draw(probability: mirrored) && flipAllowed
    var result = try image.resized(from: part, width: width, height: height, filter: filter, mirrored: mirrors)
    randAugment?.apply(to: &result, using: &generator)
    jitter?.apply(to: &result, using: &generator)
    blur?.apply(to: &result, using: &generator)
    return result
  }
}
