import CKernels

/// What every value of red, green and blue becomes, `[3, 256]`: a change that looks at one channel of one pixel at a time.
struct ToneTable: Sendable, Equatable {
  let values: [UInt8]

  /// The same change for each channel; `change` is given 0…255.
  init(_ change: (Int) -> UInt8) {
    let table = (0..<256).map(change)
    values = table + table + table
  }

  /// A table for each channel, made from how many pixels have each value of it, `[256]`.
  init(of image: PixelImage, _ table: (ArraySlice<UInt32>) -> [UInt8]) {
    var counts = [UInt32](repeating: 0, count: 768)
    clippo_histogram_rgb8(&counts, image.pixels, image.width * image.height)
    values = (0..<3).flatMap { table(counts[$0 * 256..<$0 * 256 + 256]) }
  }

  /// Straight lines between `pivot` (factor 0) and the image (factor 1) and beyond, clamped and cut off.
  static func blend(from pivot: Float, factor: Float) -> ToneTable {
    ToneTable { UInt8(min(max(pivot + factor * (Float($0) - pivot), 0), 255)) }
  }

  static let inverted = ToneTable { UInt8(255 - $0) }

  /// Only the upper `bits` are kept. TensorFlow shifts a byte by 7 at most, so 0 bits are 1.
  static func posterized(bits: Int) -> ToneTable {
    let shift = 8 - min(max(bits, 1), 8)
    return ToneTable { UInt8(($0 >> shift) << shift) }
  }

  /// Values from `threshold` on are inverted.
  static func solarized(threshold: Int) -> ToneTable {
    ToneTable { UInt8($0 < threshold ? $0 : 255 - $0) }
  }

  /// The lower half of the values grows by `addition`.
  static func solarized(adding addition: Int) -> ToneTable {
    ToneTable { UInt8($0 < 128 ? min(max($0 + addition, 0), 255) : $0) }
  }

  /// Each channel is stretched so that it reaches from 0 to 255; a channel of one value stays.
  static func stretched(_ image: PixelImage) -> ToneTable {
    ToneTable(of: image) { counts in
      let used = counts.indices.filter { counts[$0] > 0 }.map { $0 - counts.startIndex }
      guard let lowest = used.first, let highest = used.last, highest > lowest else { return (0...255).map { $0 } }
      let scale = 255 / Float(highest - lowest)
      let offset = -Float(lowest) * scale
      return (0..<256).map { UInt8(min(max(Float($0) * scale + offset, 0), 255)) }
    }
  }

  /// Each channel is bent so that its values are about equally frequent; a channel of few values stays.
  static func equalized(_ image: PixelImage) -> ToneTable {
    ToneTable(of: image) { counts in
      let last = counts.last { $0 > 0 } ?? 0
      let step = (counts.reduce(0, +) - last) / 255
      guard step > 0 else { return (0...255).map { $0 } }
      var below = step / 2
      return counts.map { count in
        defer { below += count }
        return UInt8(min(below / step, 255))
      }
    }
  }
}

extension PixelImage {
  /// Changes every value as `table` says; the image is RGB.
  mutating func map(_ table: ToneTable) {
    clippo_lookup_rgb8(&pixels, width * height, table.values)
  }
}
