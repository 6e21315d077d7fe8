/// An image in memory: 8-bit samples, rows from the top, pixels from the left, channels together.
public struct PixelImage: Sendable, Equatable {
  /// What a pixel holds.
  public enum Channels: Int, Sendable {
    case rgb = 3
    /// Color that is not multiplied by alpha.
    case rgba = 4
  }

  /// Pixels, at least 1.
  public let width: Int
  /// Pixels, at least 1.
  public let height: Int
  public let channels: Channels
  /// Samples 0…255, `[height, width, channels]`.
  public var pixels: [UInt8]

  /// Throws when a side is below 1 or `pixels` has another count than `height * width * channels`.
  public init(width: Int, height: Int, channels: Channels, pixels: [UInt8]) throws {
    guard let count = Self.sampleCount(width: width, height: height, channels: channels), count == pixels.count else {
      throw PixelError(
        "an image of \(width) × \(height) pixels with \(channels.rawValue) channels cannot have \(pixels.count) samples"
      )
    }
    self.init(checkedWidth: width, height: height, channels: channels, pixels: pixels)
  }

  /// One color everywhere, 3 channels; sides below 1 count as 1.
  public init(width: Int, height: Int, filledWith color: Color) {
    let (width, height) = (max(1, width), max(1, height))
    let line = [[UInt8]](repeating: [color.red, color.green, color.blue], count: width).flatMap { $0 }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(height * line.count)
    for _ in 0..<height { pixels += line }
    self.init(checkedWidth: width, height: height, channels: .rgb, pixels: pixels)
  }

  /// For callers that made `pixels` in the right size themselves.
  init(checkedWidth width: Int, height: Int, channels: Channels, pixels: [UInt8]) {
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// `width * height * channels`, or `nil` when a side is below 1 or the product overflows.
  static func sampleCount(width: Int, height: Int, channels: Channels) -> Int? {
    guard width > 0, height > 0 else { return nil }
    let (area, areaOverflows) = width.multipliedReportingOverflow(by: height)
    let (count, countOverflows) = area.multipliedReportingOverflow(by: channels.rawValue)
    return areaOverflows || countOverflows ? nil : count
  }
}

/// An opaque color, 8 bits a channel.
public struct Color: Sendable, Hashable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  public static let white = Color(red: 255, green: 255, blue: 255)
  public static let black = Color(red: 0, green: 0, blue: 0)
}
