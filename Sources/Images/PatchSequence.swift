/// Square patches of one photo or one page, each with its place on a grid: the form in which the encoder reads both.
///
/// The arrays are parallel: patch `i` stands at grid place (`rows[i]`, `columns[i]`) and its pixels are
/// `pixels[i * patchWidth ..< (i + 1) * patchWidth]` in the order row, column, channel (RGB), as in big_vision's
/// patch-embedding kernel `[patch, patch, 3, width]`.
public struct PatchSequence: Sendable, Equatable {
  /// Pixels a side of a patch.
  public let patchSize: Int
  /// Grid row of every patch, from the top, 0 first.
  public var rows: [UInt16]
  /// Grid column of every patch, from the left, 0 first.
  public var columns: [UInt16]
  /// Pixel values 0…255, `[count, patchWidth]`.
  public var pixels: [UInt8]

  public init(patchSize: Int, rows: [UInt16] = [], columns: [UInt16] = [], pixels: [UInt8] = []) {
    self.patchSize = patchSize
    self.rows = rows
    self.columns = columns
    self.pixels = pixels
  }

  /// Number of patches.
  @inlinable public var count: Int { rows.count }
  /// Values a patch: `patchSize * patchSize * 3`.
  @inlinable public var patchWidth: Int { patchSize * patchSize * 3 }
}
