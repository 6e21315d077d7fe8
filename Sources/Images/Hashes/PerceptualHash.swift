import Glibc

/// Sixty-four bits that hardly change when an image is resized, compressed again or made a little brighter (Zauner 2010's pHash):
/// which of the lowest frequencies of its brightness lie above their median.
public struct PerceptualHash: Sendable, Hashable {
  public let bits: UInt64

  /// Pixels a side that frequencies are taken of, and frequencies a side that are kept.
  private static let (side, kept) = (32, 8)
  /// Cosines of the first frequencies, `[kept + 1, side]`; the very first, the mean, says nothing.
  private static let cosines: [Double] = (0...kept).flatMap { frequency -> [Double] in
    (0..<side).map { place -> Double in cos(Double.pi * Double(frequency) * (Double(place) + 0.5) / Double(side)) }
  }

  /// Bits that hashes of copies differ in at most, unless told otherwise.
  public static let usualDistance = 6
  /// Levels that the brightness of a small image must deviate by (its standard deviation) for its hash to say something.
  private static let leastContrast = 4.0

  public init(bits: UInt64) { self.bits = bits }

  /// Throws when the image cannot be resized.
  public init(_ image: PixelImage) throws { self.init(brightness: try Self.brightness(of: image)) }

  /// Nil where the image shows so little that its hash would be chance, as of a plain color; throws when it cannot be resized.
  public init?(ofDetailed image: PixelImage) throws {
    let brightness = try Self.brightness(of: image)
    let mean = brightness.reduce(0, +) / Double(brightness.count)
    let variance = brightness.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(brightness.count)
    guard variance >= Self.leastContrast * Self.leastContrast else { return nil }
    self.init(brightness: brightness)
  }

  /// Brightness of `[side, side]` pixels, 0…255.
  private static func brightness(of image: PixelImage) throws -> [Double] {
    let small = try image.composed(on: .white).resized(width: side, height: side, filter: .area)
    return (0..<side * side).map { pixel -> Double in
      let (red, green) = (Double(small.pixels[3 * pixel]), Double(small.pixels[3 * pixel + 1]))
      return 0.299 * red + 0.587 * green + 0.114 * Double(small.pixels[3 * pixel + 2])
    }
  }

  private init(brightness: [Double]) {
    let frequencies = Self.frequencies(of: brightness)
    let sorted = frequencies.sorted()
    let median = (sorted[31] + sorted[32]) / 2
    var bits: UInt64 = 0
    for (place, frequency) in frequencies.enumerated() where frequency > median { bits |= 1 << UInt64(place) }
    self.bits = bits
  }

  /// Bits that differ, 0…64: up to about 8 between copies, about 32 between strangers.
  public func distance(to other: PerceptualHash) -> Int { (bits ^ other.bits).nonzeroBitCount }

  /// Frequencies 1…8 in both directions, `[kept, kept]`.
  private static func frequencies(of brightness: [Double]) -> [Double] {
    var rows = [Double](repeating: 0, count: side * kept)
    for row in 0..<side {
      for frequency in 0..<kept {
        var sum = 0.0
        for column in 0..<side { sum += brightness[row * side + column] * cosines[(frequency + 1) * side + column] }
        rows[row * kept + frequency] = sum
      }
    }
    var frequencies: [Double] = []
    for vertical in 0..<kept {
      for horizontal in 0..<kept {
        var sum = 0.0
        for row in 0..<side { sum += rows[row * kept + horizontal] * cosines[(vertical + 1) * side + row] }
        frequencies.append(sum)
      }
    }
    return frequencies
  }
}
