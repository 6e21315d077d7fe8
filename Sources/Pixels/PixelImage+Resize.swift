import CKernels

extension PixelImage {
  /// The picture at another size; a picture with alpha must be composed on a background first.
  ///
  /// Throws `PixelError` when a side is below 1 or the picture has alpha.
  public func resized(width newWidth: Int, height newHeight: Int, filter: ResampleFilter = .bilinear) throws
    -> PixelImage
  {
    try resized(from: CropRectangle(wholeOf: self), width: newWidth, height: newHeight, filter: filter)
  }

  /// A part of the picture at another size, on request with left and right exchanged. What lies outside the part has no
  /// influence, and nothing is copied out first.
  ///
  /// Throws `PixelError` when a side is below 1, `crop` does not lie inside the picture, or the picture has alpha.
  public func resized(
    from crop: CropRectangle, width newWidth: Int, height newHeight: Int, filter: ResampleFilter = .bilinear,
    mirrored: Bool = false
  ) throws -> PixelImage {
    guard channels == .rgb else {
      throw PixelError("a picture with alpha cannot be resized; compose it on a background first")
    }
    guard Self.sampleCount(width: newWidth, height: newHeight, channels: .rgb) != nil else {
      throw PixelError("a picture cannot be resized to \(newWidth) × \(newHeight) pixels")
    }
    guard crop.isInside(width: width, height: height) else {
      throw PixelError("\(crop) does not lie inside a picture of \(width) × \(height) pixels")
    }
    let whole = crop == CropRectangle(wholeOf: self)
    if whole, !mirrored, newWidth == width, newHeight == height { return self }
    return resampled(
      from: crop, across: ResampleTable(from: crop.width, to: newWidth, filter: filter),
      down: ResampleTable(from: crop.height, to: newHeight, filter: filter), mirrored: mirrored)
  }

  /// Resampling by two tables made for `crop`, which lies inside the picture; the picture is RGB.
  func resampled(
    from crop: CropRectangle, across: ResampleTable, down: ResampleTable, mirrored: Bool = false
  ) -> PixelImage {
    let (newWidth, newHeight) = (across.first.count, down.first.count)
    let rowCount = newWidth * 3
    let between = [Float](unsafeUninitializedCapacity: crop.height * rowCount) { buffer, initialized in
      widen(crop, into: buffer, across: across, mirrored: mirrored)
      initialized = crop.height * rowCount
    }
    let result = [UInt8](unsafeUninitializedCapacity: newHeight * rowCount) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      down.withTable { clippo_resample_down_rgb8(target, between, $0, newHeight, rowCount) }
      initialized = newHeight * rowCount
    }
    return PixelImage(checkedWidth: newWidth, height: newHeight, channels: .rgb, pixels: result)
  }

  /// The rows of `crop` at the new width, `[crop.height, across.first.count, 3]`.
  private func widen(
    _ crop: CropRectangle, into between: UnsafeMutableBufferPointer<Float>, across: ResampleTable, mirrored: Bool
  ) {
    pixels.withUnsafeBufferPointer { pixels in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: crop.width * 4) { line in
        guard let target = between.baseAddress, let source = pixels.baseAddress, let scratch = line.baseAddress
        else { return }
        let start = source + (crop.top * width + crop.left) * 3
        across.withTable {
          clippo_resample_across_rgb8(
            target, start, scratch, $0, crop.height, width * 3, crop.width, across.first.count, mirrored ? 1 : 0)
        }
      }
    }
  }
}
