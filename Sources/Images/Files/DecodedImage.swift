/// What an image file held.
public struct DecodedImage: Sendable, Equatable {
  public let image: PixelImage
  public let format: ImageFormat
  /// Whether pixels are missing or wrong because the file ends early or is damaged; `DecodingOptions.Truncation.accept`
  /// allows that.
  public let isTruncated: Bool

  public init(image: PixelImage, format: ImageFormat, isTruncated: Bool) {
    self.image = image
    self.format = format
    self.isTruncated = isTruncated
  }
}
