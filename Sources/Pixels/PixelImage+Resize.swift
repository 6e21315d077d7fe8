import CKernels

extension PixelImage {
  /// The picture at another size; a picture with alpha must be composed on a background first.
  ///
  /// Throws `PixelError` when a side is below 1 or the picture has alpha.
  public func resized(width newWidth: Int, height newHeight: Int, filter: ResampleFilter = .bilinear) throws
    -> PixelImage
  {
    guard channels == .rgb else {
      throw PixelError("a picture with alpha cannot be resized; compose it on a background first")
    }
    guard let count = Self.sampleCount(width: newWidth, height: newHeight, channels: .rgb) else {
      throw PixelError("a picture cannot be resized to \(newWidth) × \(newHeight) pixels")
    }
    if newWidth == width, newHeight == height { return self }
    let across = ResampleTable(from: width, to: newWidth, filter: filter)
    let down = ResampleTable(from: height, to: newHeight, filter: filter)
    let rowCount = newWidth * 3
    let between = [Float](unsafeUninitializedCapacity: height * rowCount) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      across.withTable { clippo_resample_across_rgb8(target, pixels, $0, height, width, newWidth) }
      initialized = height * rowCount
    }
    let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      down.withTable { clippo_resample_down_rgb8(target, between, $0, newHeight, rowCount) }
      initialized = count
    }
    return PixelImage(checkedWidth: newWidth, height: newHeight, channels: .rgb, pixels: result)
  }
}
