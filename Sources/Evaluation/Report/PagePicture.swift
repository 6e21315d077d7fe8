import Pixels

/// A page put together again from the patches that the model reads: what is hatched was blank and costs nothing.
public struct PagePicture: Sendable {
  public let image: PixelImage

  /// - Parameters:
  ///   - patches: each with its place; a place outside `columns` widens the page.
  ///   - columns: places a row of the whole page; without it the page ends at its last patch.
  public init(_ patches: PatchSequence, columns: Int? = nil) {
    let rows = Int(patches.rows.max() ?? 0) + 1
    let columns = max(Int(patches.columns.max() ?? 0) + 1, columns ?? 1)
    let side = max(patches.patchSize, 1)
    var image = Self.hatched(width: columns * side, height: rows * side)
    for index in 0..<patches.count {
      Self.place(patches, index, in: &image)
    }
    self.image = image
  }

  /// Thin diagonal lines, 8 pixels apart.
  private static func hatched(width: Int, height: Int) -> PixelImage {
    var image = PixelImage(width: width, height: height, filledWith: Colour(red: 240, green: 240, blue: 242))
    for row in 0..<height {
      for column in 0..<width where (row + column).isMultiple(of: 8) {
        let start = (row * width + column) * 3
        for sample in start..<start + 3 { image.pixels[sample] = 208 }
      }
    }
    return image
  }

  private static func place(_ patches: PatchSequence, _ index: Int, in image: inout PixelImage) {
    let rowBytes = patches.patchSize * 3
    let (top, left) = (Int(patches.rows[index]) * patches.patchSize, Int(patches.columns[index]) * rowBytes)
    for row in 0..<patches.patchSize {
      let source = index * patches.patchWidth + row * rowBytes
      let target = (top + row) * image.width * 3 + left
      image.pixels.replaceSubrange(target..<target + rowBytes, with: patches.pixels[source..<source + rowBytes])
    }
  }
}
