/// What a picture file says of itself before its pixels.
public struct PictureHeader: Sendable, Equatable {
  public let format: PictureFormat
  /// Pixels, before the picture is turned upright.
  public let storedWidth: Int
  /// Pixels, before the picture is turned upright.
  public let storedHeight: Int
  public let orientation: PictureOrientation
  /// Bytes of a decoded pixel: RGB, or RGBA.
  public let channels: PixelImage.Channels

  /// Pixels of the picture as it should be seen.
  public var width: Int { orientation.swapsSides ? storedHeight : storedWidth }
  /// Pixels of the picture as it should be seen.
  public var height: Int { orientation.swapsSides ? storedWidth : storedHeight }
}
