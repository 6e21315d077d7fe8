/// A part of an image, in whole pixels.
public struct PixelRectangle: Sendable, Hashable, CustomStringConvertible {
  /// Pixels left of it.
  public var left: Int
  /// Pixels above it.
  public var top: Int
  public var width: Int
  public var height: Int

  public init(left: Int, top: Int, width: Int, height: Int) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
  }

  /// All of an image.
  public init(wholeOf image: PixelImage) {
    self.init(left: 0, top: 0, width: image.width, height: image.height)
  }

  public var description: String { "the part of \(width) × \(height) pixels at (\(left), \(top))" }

  /// The middle of an image. Where one side has a pixel more than the other, it is the side that makes `left` (or `top`)
  /// even, as in Python's `round`, so that crops are those of torchvision's CenterCrop.
  public init(middleOf image: (width: Int, height: Int), width: Int, height: Int) {
    self.init(
      left: Self.evenHalf(image.width - width), top: Self.evenHalf(image.height - height), width: width,
      height: height)
  }

  /// Half a number, rounded to the even one of its two neighbors.
  private static func evenHalf(_ number: Int) -> Int {
    let down = number >> 1
    return number & 1 == 1 && down & 1 == 1 ? down + 1 : down
  }

  /// Whether it has pixels and all of them lie in an image of this size.
  func lies(in image: (width: Int, height: Int)) -> Bool {
    left >= 0 && top >= 0 && width > 0 && height > 0 && width <= image.width && height <= image.height
      && left <= image.width - width && top <= image.height - height
  }
}
