/// What an image file says of itself before its pixels.
public struct ImageHeader: Sendable, Equatable {
  public let format: ImageFormat
  /// Pixels, before the image is turned upright.
  public let storedWidth: Int
  /// Pixels, before the image is turned upright.
  public let storedHeight: Int
  public let orientation: ImageOrientation
  /// Bytes of a decoded pixel: RGB, or RGBA.
  public let channels: PixelImage.Channels

  /// Pixels of the image as it should be seen.
  public var width: Int { orientation.swapsSides ? storedHeight : storedWidth }
  /// Pixels of the image as it should be seen.
  public var height: Int { orientation.swapsSides ? storedWidth : storedHeight }
}
