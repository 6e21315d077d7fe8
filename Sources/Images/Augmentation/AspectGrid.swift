/// The grid of patches that shows an image in its own aspect ratio with as many patches as allowed, as in NaViT (Dehghani
/// et al. 2023, arXiv:2307.06304).
///
/// The ideal is the rectangle of the image's form that has the most patches allowed, in fractions of a patch. Cut down
/// to whole patches it says how many there are at least; of all grids with no fewer, the one that stretches the image
/// least is taken, the larger and then the wider one where two are equal. Small images are enlarged.
public struct AspectGrid: Sendable, Hashable {
  /// Patches from top to bottom, at least 1.
  public let rows: Int
  /// Patches from left to right, at least 1.
  public let columns: Int
  /// Pixels a side of a patch, at least 1.
  public let patchSize: Int

  /// Pixels of the image that fills the grid.
  public var width: Int { columns * patchSize }
  /// Pixels of the image that fills the grid.
  public var height: Int { rows * patchSize }
  public var patches: Int { rows * columns }

  /// The grid for an image of `width` × `height` pixels with at most `maximumPatches` patches in at most `maximumRows`
  /// rows and `maximumColumns` columns.
  ///
  /// Throws `PixelError` when a number is below 1, when more than 65,535 rows or columns are allowed, and when the grid
  /// has more than 32,767 pixels per side.
  public init(
    width: Int, height: Int, patchSize: Int, maximumPatches: Int, maximumRows: Int = 65_535,
    maximumColumns: Int = 65_535
  ) throws(PixelError) {
    try Self.check(image: (width, height), patchSize: patchSize)
    try Self.check(maximumPatches: maximumPatches, maximumRows: maximumRows, maximumColumns: maximumColumns)
    let best = Self.leastStretched(
      aspect: Double(width) / Double(height), maximumPatches: maximumPatches,
      limits: (rows: min(maximumRows, maximumPatches), columns: min(maximumColumns, maximumPatches)))
    (self.rows, self.columns, self.patchSize) = (best.rows, best.columns, patchSize)
    guard max(self.width, self.height) < 32_768 else {
      throw PixelError(
        "\(maximumPatches) patches of \(patchSize) pixels per side make an image of \(self.width) × \(self.height) pixels; "
          + "at most 32,767 a side are possible")
    }
  }

  private static func check(image: (width: Int, height: Int), patchSize: Int) throws(PixelError) {
    guard min(image.width, image.height, patchSize) > 0, max(image.width, image.height, patchSize) < 1 << 24
    else {
      throw PixelError(
        "a grid needs an image and patches of 1 to 16,777,215 pixels per side, not \(image.width) × \(image.height) and "
          + "\(patchSize)")
    }
  }

  private static func check(maximumPatches: Int, maximumRows: Int, maximumColumns: Int) throws(PixelError) {
    guard min(maximumPatches, maximumRows, maximumColumns) > 0, max(maximumRows, maximumColumns) <= 65_535 else {
      throw PixelError(
        "a grid needs room for 1 to 65,535 patches per side, not \(maximumPatches) in \(maximumRows) rows and "
          + "\(maximumColumns) columns")
    }
  }

  /// `aspect` is width over height.
  private static func leastStretched(
    aspect: Double, maximumPatches: Int, limits: (rows: Int, columns: Int)
  ) -> (rows: Int, columns: Int) {
    let ideal = min(
      (Double(maximumPatches) / aspect).squareRoot(), Double(limits.rows), Double(limits.columns) / aspect)
    var best = (rows: max(1, Int(ideal)), columns: min(max(1, Int(ideal * aspect)), limits.columns))
    let fewest = best.rows * best.columns
    for rows in 1...limits.rows {
      let most = min(limits.columns, maximumPatches / rows)
      let least = (fewest + rows - 1) / rows
      guard least <= most else { continue }
      let near = Int(min(Double(rows) * aspect, Double(most)))
      for columns in [near, near + 1].map({ min(max($0, least), most) })
      where isBetter((rows, columns), than: best, aspect: aspect) {
        best = (rows, columns)
      }
    }
    return best
  }

  private static func isBetter(
    _ grid: (rows: Int, columns: Int), than other: (rows: Int, columns: Int), aspect: Double
  ) -> Bool {
    let gain = stretch(other, aspect: aspect) - stretch(grid, aspect: aspect)
    guard abs(gain) < 1e-9 else { return gain > 0 }  // the same ratio may be rounded differently
    return (grid.rows * grid.columns, grid.columns) > (other.rows * other.columns, other.columns)
  }

  /// How much longer one side becomes than the other, relative to the image; at least 1.
  private static func stretch(_ grid: (rows: Int, columns: Int), aspect: Double) -> Double {
    let ratio = Double(grid.columns) / (Double(grid.rows) * aspect)
    return max(ratio, 1 / ratio)
  }
}

extension PixelImage {
  /// The image at the size of a grid, ready to be cut into its patches.
  ///
  /// Throws `PixelError` when the image has alpha.
  public func resized(to grid: AspectGrid, filter: ResampleFilter = .bilinear) throws -> PixelImage {
    try resized(width: grid.width, height: grid.height, filter: filter)
  }
}
