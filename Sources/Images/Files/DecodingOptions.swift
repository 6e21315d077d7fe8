/// How image files are read, and how much a file may ask for.
public struct DecodingOptions: Sendable, Equatable {
  /// What becomes of a file that ends early or whose pixels are damaged.
  public enum Truncation: String, Sendable, CaseIterable {
    /// An error.
    case refuse
    /// What is there is given, and `DecodedImage.isTruncated` is set. What is missing is gray in a JPEG and white
    /// otherwise.
    case accept
  }

  /// How large an image is needed.
  public enum Detail: Sendable, Equatable {
    case full
    /// The shorter side may be reduced to this many pixels, but not further.
    case shortestSide(Int)
    /// Each side, of the image as it is given, may be reduced to this many pixels, but not further.
    case atLeast(width: Int, height: Int)
  }

  /// Pixels that a file may claim before it is refused, at full size: 67 million by default. They are counted before
  /// anything is decoded. A decoder may need 12 bytes per pixel: the image, and all coefficients of a progressive JPEG.
  public var pixelLimit = 1 << 26
  /// Bytes that a file may have: 64 MiB by default.
  public var byteLimit = 64 << 20
  /// Scans that a JPEG may have, 100 by default; programs write about ten. Each goes over the whole image, and takes the
  /// file only a few bytes.
  public var scanLimit = 100
  public var truncated = Truncation.refuse
  /// JPEG and WebP are decoded at the smallest of a whole, a half, a quarter and an eighth of their sides that is large
  /// enough, a PNG always whole. The result still has to be resized; this only saves time and memory.
  public var detail = Detail.full
  /// Whether the image is turned upright as its EXIF data say.
  public var turnsUpright = true

  public init() {}

  public init(pixelLimit: Int) { self.pixelLimit = pixelLimit }
}
