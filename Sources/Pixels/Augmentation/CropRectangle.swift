/// A part of a picture, in whole pixels.
public struct CropRectangle: Sendable, Hashable, CustomStringConvertible {
  /// Pixels left of it.
  public var left: Int
  /// Pixels above it.
  public var top: Int
  /// Pixels, at least 1.
  public var width: Int
  /// Pixels, at least 1.
  public var height: Int

  public init(left: Int, top: Int, width: Int, height: Int) {
    (self.left, self.top, self.width, self.height) = (left, top, width, height)
  }

  /// All of a picture.
  public init(wholeOf image: PixelImage) {
    self.init(left: 0, top: 0, width: image.width, height: image.height)
  }

  public var description: String { "the part of \(width) × \(height) pixels at (\(left), \(top))" }

  /// Written without sums, which could overflow.
  func isInside(width: Int, height: Int) -> Bool {
    self.width > 0 && self.height > 0 && left >= 0 && top >= 0 && self.width <= width && self.height <= height
      && left <= width - self.width && top <= height - self.height
  }
}
