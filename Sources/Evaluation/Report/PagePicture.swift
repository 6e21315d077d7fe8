import Pixels

/// A page put together again from the patches that the model reads: what is hatched was blank and costs nothing.
public struct PagePicture: Sendable {
  public let image: PixelImage

  /// - Parameters:
  ///   - patches: each with its place; a place outside `columns` widens the page.
  ///   - rows: rows of the whole page; without it the page ends at its last patch.
  ///   - columns: places a row of the whole page; without it the page ends at its last patch.
  ///   - scale: pixels of the picture for a pixel of the page, a side, at least 1.
  public init(_ patches: PatchSequence, rows: Int? = nil, columns: Int? = nil, scale: Int = 1) {
    let (rows, columns) = Self.grid(of: patches, rows: rows, columns: columns)
    let side = max(patches.patchSize, 1) * max(scale, 1)
    var canvas = Canvas(
      width: columns * side, height: rows * side, colour: Colour(red: 240, green: 240, blue: 242))
    canvas.hatch(Colour(red: 208, green: 208, blue: 208), distance: 8)
    for index in 0..<patches.count {
      guard let patch = Self.patch(patches, index) else { continue }
      canvas.place(
        patch, left: Int(patches.columns[index]) * side, top: Int(patches.rows[index]) * side, scale: max(scale, 1))
    }
    image = canvas.image
  }

  /// Pixels of the page, without making its picture.
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
