extension PixelImage {
  /// The size that gives the shorter side `side` pixels, the longer one in proportion and cut off to whole pixels, as
  /// torchvision's Resize has it.
  func size(withShortestSide side: Int) -> (width: Int, height: Int) {
    let (longer, overflows) = max(width, height).multipliedReportingOverflow(by: side)
    // A side that cannot be is refused by whoever resizes.
    let long = overflows ? 0 : longer / min(width, height)
    return width <= height ? (side, long) : (long, side)
  }

  /// The image with a shorter side of `side` pixels and the same proportions.
  ///
  /// Throws `PixelError` when `side` is below 1 or the image has alpha.
  public func resized(shortestSide side: Int, filter: ResampleFilter = .bicubic) throws -> PixelImage {
    let size = size(withShortestSide: side)
    return try resized(width: size.width, height: size.height, filter: filter)
  }

  /// The middle square of the image, `side` × `side` pixels: its shorter side is resized to `side`, then the longer one
  /// is cut, as CLIP's transform does (Radford et al. 2021). What is cut off is not resized either.
  ///
  /// Throws `PixelError` when `side` is below 1 or the image has alpha.
  public func fitted(toSquareOf side: Int, filter: ResampleFilter = .bicubic) throws -> PixelImage {
    let size = size(withShortestSide: side)
    return try resized(
      width: size.width, height: size.height, filter: filter,
      keeping: PixelRectangle(middleOf: size, width: side, height: side))
  }
}
