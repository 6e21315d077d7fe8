import CKernels

extension PatchSequence {
  /// All whole patches of an image, row by row from the top left.
  ///
  /// - Parameter dropRemainder: whether pixels right and below of the last whole patch are left out, as a convolution does; otherwise there
  ///   may be none.
  ///
  /// Throws `PixelError` when the image has alpha, a side is shorter than `patchSize` (pixels, at least 1), or is no multiple of it
  /// although nothing may be left out.
  public init(cutting image: PixelImage, patchSize: Int, dropRemainder: Bool = false) throws {
    let image = dropRemainder ? try image.cutToWholePatches(of: patchSize) : image
    guard patchSize > 0, image.width % patchSize == 0, image.height % patchSize == 0 else {
      throw PixelError(
        "an image of \(image.width) × \(image.height) pixels cannot be cut into patches of \(patchSize) pixels per side; "
          + "choose sides that are multiples of the patch")
    }
    guard image.channels == .rgb else {
      throw PixelError("an image with alpha cannot be cut into patches; compose it on a background first")
    }
    let (rows, columns) = (image.height / patchSize, image.width / patchSize)
    guard max(rows, columns) <= Int(UInt16.max) else {
      throw PixelError(
        "an image of \(image.width) × \(image.height) pixels has too many patches of \(patchSize) a side")
    }
    let pixels = [UInt8](unsafeUninitializedCapacity: image.pixels.count) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      clippo_cut_patches_rgb8(target, image.pixels, rows, columns, patchSize)
      initialized = image.pixels.count
    }
    self.init(
      patchSize: patchSize,
      rows: (0..<rows).flatMap { Array(repeating: UInt16($0), count: columns) },
      columns: (0..<rows).flatMap { _ in (0..<columns).map { UInt16($0) } },
      pixels: pixels)
  }
}

extension PixelImage {
  /// Without the pixels right and below that make no whole patch.
  fileprivate func cutToWholePatches(of side: Int) throws -> PixelImage {
    guard side > 0, width >= side, height >= side, width % side != 0 || height % side != 0 else { return self }
    return try cropped(to: PixelRectangle(left: 0, top: 0, width: width / side * side, height: height / side * side))
  }
}
