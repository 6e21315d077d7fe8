import CKernels

extension PixelImage {
  /// The image at another size; an image with alpha must be composed on a background first.
  ///
  /// Throws `PixelError` when a side is below 1 or the image has alpha.
  public func resized(width newWidth: Int, height newHeight: Int, filter: ResampleFilter = .bilinear) throws
    -> PixelImage
  {
    try resized(from: PixelRectangle(wholeOf: self), width: newWidth, height: newHeight, filter: filter)
  }

  /// A part of the image at another size, on request with left and right exchanged. What lies outside the part has no
  /// influence, and nothing is copied out first.
  ///
  /// Throws `PixelError` when a side is below 1, `crop` does not lie inside the image, or the image has alpha.
  public func resized(
    from crop: PixelRectangle, width newWidth: Int, height newHeight: Int, filter: ResampleFilter = .bilinear,
    mirrored: Bool = false
  ) throws -> PixelImage {
    try resized(
      from: crop, width: newWidth, height: newHeight, filter: filter, mirrored: mirrored,
      keeping: PixelRectangle(left: 0, top: 0, width: newWidth, height: newHeight),
      processorLevel: clippo_cpu_level())
  }

  /// A part of the resized image, the same pixels as resizing all of it and cropping.
  ///
  /// Throws `PixelError` when a side is below 1, `part` does not lie within the new size, or the image has alpha.
  public func resized(
    width newWidth: Int, height newHeight: Int, filter: ResampleFilter, keeping part: PixelRectangle
  ) throws -> PixelImage {
    try resized(
      from: PixelRectangle(wholeOf: self), width: newWidth, height: newHeight, filter: filter, keeping: part,
      processorLevel: clippo_cpu_level())
  }

  /// - Parameters:
  ///   - part: of the new image, before it is mirrored.
  ///   - processorLevel: which instructions are used, -1 for none in particular; the result is the same.
  func resized(
    from crop: PixelRectangle, width newWidth: Int, height newHeight: Int, filter: ResampleFilter,
    mirrored: Bool = false, keeping part: PixelRectangle, processorLevel: Int32
  ) throws -> PixelImage {
    guard channels == .rgb else {
      throw PixelError("an image with alpha cannot be resized; compose it on a background first")
    }
    guard Self.sampleCount(width: newWidth, height: newHeight, channels: .rgb) != nil,
      max(newWidth, newHeight) <= Int(Int32.max)
    else { throw PixelError("an image cannot be resized to \(newWidth) × \(newHeight) pixels") }
    guard crop.lies(in: (width, height)) else {
      throw PixelError("\(crop) does not lie inside an image of \(width) × \(height) pixels")
    }
    guard part.lies(in: (newWidth, newHeight)) else {
      throw PixelError("\(part) does not lie inside an image of \(newWidth) × \(newHeight) pixels")
    }
    let isWhole = crop == PixelRectangle(wholeOf: self)
    if isWhole, !mirrored, newWidth == width, newHeight == height { return try cropped(to: part) }
    let across = ResampleTable(
      from: crop.width, to: newWidth, keeping: part.left..<part.left + part.width, filter: filter)
    let down = ResampleTable(
      from: crop.height, to: newHeight, keeping: part.top..<part.top + part.height, filter: filter)
    return resampled(
      from: crop, across: mirrored ? across.mirrored : across, down: down, processorLevel: processorLevel)
  }

  /// Resampling by two tables made for `crop`, which lies inside the image; the image is RGB.
  func resampled(
    from crop: PixelRectangle, across: ResampleTable, down: ResampleTable,
    processorLevel: Int32 = clippo_cpu_level()
  ) -> PixelImage {
    let (newWidth, newHeight) = (across.first.count, down.first.count)
    let between = resampledAcross(across, from: crop, rows: down.span, processorLevel)
    var down = down
    down.startAtSpan()
    let row = newWidth * 3
    let result = [UInt8](unsafeUninitializedCapacity: newHeight * row) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      down.withTable { clippo_resample_down_rgb8(target, between, $0, newHeight, row, processorLevel) }
      initialized = newHeight * row
    }
    return PixelImage(checkedWidth: newWidth, height: newHeight, channels: .rgb, pixels: result)
  }

  /// Some rows of `crop` at another width, `[rows, width, 3]` in units of 1/128.
  private func resampledAcross(
    _ table: ResampleTable, from crop: PixelRectangle, rows: Range<Int>, _ level: Int32
  ) -> [Int16] {
    let newWidth = table.first.count
    let count = rows.count * newWidth * 3
    return [Int16](unsafeUninitializedCapacity: count) { buffer, initialized in
      pixels.withUnsafeBufferPointer { pixels in
        guard let target = buffer.baseAddress, let source = pixels.baseAddress else { return }
        let first = source + ((crop.top + rows.lowerBound) * width + crop.left) * 3
        table.withTable {
          clippo_resample_across_rgb8(target, first, $0, rows.count, width * 3, crop.width, newWidth, level)
        }
        initialized = count
      }
    }
  }
}
