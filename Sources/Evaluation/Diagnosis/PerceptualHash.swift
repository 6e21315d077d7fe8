import Images

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

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

  public init(bits: UInt64) { self.bits = bits }

  /// Throws when the image cannot be resized.
  public init(_ image: PixelImage) throws {
    let small = try image.composed(on: .white).resized(width: Self.side, height: Self.side, filter: .area)
    let brightness = (0..<Self.side * Self.side).map { pixel -> Double in
      let (red, green) = (Double(small.pixels[3 * pixel]), Double(small.pixels[3 * pixel + 1]))
      return 0.299 * red + 0.587 * green + 0.114 * Double(small.pixels[3 * pixel + 2])
    }
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
