/// What a picture file held.
public struct DecodedPicture: Sendable, Equatable {
  public let image: PixelImage
  public let format: PictureFormat
  /// Whether pixels are missing or wrong because the file ends early or is damaged; `DecodingOptions.Truncation.accept`
  /// allows that.
  public let isTruncated: Bool

  public init(image: PixelImage, format: PictureFormat, isTruncated: Bool) {
    self.image = image
    self.format = format
    self.isTruncated = isTruncated
  }
}
