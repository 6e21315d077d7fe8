import Images

/// A page put together again from the patches that the model reads: what is hatched was blank and costs nothing.
public struct PageImage: Sendable {
  public let image: PixelImage

  /// - Parameters:
  ///   - patches: each with its place; a place outside `columns` widens the page.
  ///   - rows: rows of the whole page; without it the page ends at its last patch.
  ///   - columns: places a row of the whole page; without it the page ends at its last patch.
  ///   - scale: pixels of the image for a pixel of the page, a side, at least 1.
  ///   - shades: how strongly the paper of each patch is colored, 0…1; without them none is.
  public init(
    _ patches: PatchSequence, rows: Int? = nil, columns: Int? = nil, scale: Int = 1, shades: [Float]? = nil
  ) {
    let (rows, columns) = Self.grid(of: patches, rows: rows, columns: columns)
    let side = max(patches.patchSize, 1) * max(scale, 1)
    var canvas = Canvas(
      width: columns * side, height: rows * side, color: Color(red: 240, green: 240, blue: 242))
    canvas.hatch(Color(red: 208, green: 208, blue: 208), distance: 8)
    let paper = Int(patches.pixels.max() ?? 0)
    for index in 0..<patches.count {
      guard var patch = Self.patch(patches, index) else { continue }
      if let shade = shades?[index] { patch.shade(shade, paper: paper) }
      canvas.place(
        patch, left: Int(patches.columns[index]) * side, top: Int(patches.rows[index]) * side, scale: max(scale, 1))
    }
    image = canvas.image
  }

  /// Pixels of the page, without making its image.
  static func width(of patches: PatchSequence, columns: Int?) -> Int {
    grid(of: patches, rows: nil, columns: columns).columns * max(patches.patchSize, 1)
  }

  private static func grid(of patches: PatchSequence, rows: Int?, columns: Int?) -> (rows: Int, columns: Int) {
    (max(Int(patches.rows.max() ?? 0) + 1, rows ?? 1), max(Int(patches.columns.max() ?? 0) + 1, columns ?? 1))
  }

  private static func patch(_ patches: PatchSequence, _ index: Int) -> PixelImage? {
    let pixels = patches.pixels[index * patches.patchWidth..<(index + 1) * patches.patchWidth]
    return try? PixelImage(
      width: patches.patchSize, height: patches.patchSize, channels: .rgb, pixels: Array(pixels))
  }
}

extension PixelImage {
  /// What paper turns into: light enough for black ink to be read on it.
  private static let marker = [255, 191, 63]

  /// Colors what is light, the less the nearer to black, so that ink stays ink.
  ///
  /// - Parameters:
  ///   - strength: 0 leaves all as it is, 1 makes the paper the marker's color.
  ///   - paper: value of the paper, 0…255.
  fileprivate mutating func shade(_ strength: Float, paper: Int) {
    guard strength > 0, paper > 0 else { return }
    for pixel in stride(from: 0, to: pixels.count, by: 3) {
      let light = pixels[pixel..<pixel + 3].reduce(0) { $0 + Float($1) } / Float(3 * paper)
      let share = min(strength, 1) * min(light, 1)
      for channel in 0..<3 {
        let old = Float(pixels[pixel + channel])
        pixels[pixel + channel] = UInt8(clamping: Int(old + share * (Float(Self.marker[channel]) - old)))
      }
    }
  }
}
