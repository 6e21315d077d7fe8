import CKernels

extension PixelImage {
  /// The picture at another size; a picture with alpha must be composed on a background first.
  ///
  /// Throws `PixelError` when a side is below 1 or the picture has alpha.
  public func resized(width newWidth: Int, height newHeight: Int, filter: ResampleFilter = .bilinear) throws
    -> PixelImage
  {
    try resized(
      width: newWidth, height: newHeight, filter: filter,
      keeping: PixelRectangle(left: 0, top: 0, width: newWidth, height: newHeight))
  }

  /// A part of the picture at another size, the same pixels as resizing all of it and cropping.
  ///
  /// Throws `PixelError` when a side is below 1, `part` does not lie within the new size, or the picture has alpha.
  public func resized(
    width newWidth: Int, height newHeight: Int, filter: ResampleFilter, keeping part: PixelRectangle
  ) throws -> PixelImage {
    try resized(
      width: newWidth, height: newHeight, filter: filter, keeping: part, processorLevel: clippo_cpu_level())
  }

  /// - Parameter processorLevel: which instructions are used, -1 for none in particular; the result is the same.
  func resized(
    width newWidth: Int, height newHeight: Int, filter: ResampleFilter, keeping part: PixelRectangle,
    processorLevel: Int32
  ) throws -> PixelImage {
    guard channels == .rgb else {
      throw PixelError("a picture with alpha cannot be resized; compose it on a background first")
    }
    guard Self.sampleCount(width: newWidth, height: newHeight, channels: .rgb) != nil,
      max(newWidth, newHeight) <= Int(Int32.max)
    else { throw PixelError("a picture cannot be resized to \(newWidth) × \(newHeight) pixels") }
    guard part.lies(in: (newWidth, newHeight)) else {
      throw PixelError(
        "\(part.width) × \(part.height) pixels from (\(part.left), \(part.top)) on do not lie within a picture of "
          + "\(newWidth) × \(newHeight) pixels")
    }
    if newWidth == width, newHeight == height { return try cropped(to: part) }
    let across = ResampleTable(
      from: width, to: newWidth, keeping: part.left..<part.left + part.width, filter: filter)
    var down = ResampleTable(from: height, to: newHeight, keeping: part.top..<part.top + part.height, filter: filter)
    let between = resampledAcross(across, rows: down.span, width: part.width, processorLevel)
    down.startAtSpan()
    let row = part.width * 3
    let result = [UInt8](unsafeUninitializedCapacity: part.height * row) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      down.withTable { clippo_resample_down_rgb8(target, between, $0, part.height, row, processorLevel) }
      initialized = part.height * row
    }
    return PixelImage(checkedWidth: part.width, height: part.height, channels: .rgb, pixels: result)
  }

  /// Some rows at another width, `[rows, width, 3]` in units of 1/128.
  private func resampledAcross(_ table: ResampleTable, rows: Range<Int>, width newWidth: Int, _ level: Int32)
    -> [Int16]
  {
    let count = rows.count * newWidth * 3
    return [Int16](unsafeUninitializedCapacity: count) { buffer, initialized in
      pixels.withUnsafeBufferPointer { pixels in
        guard let target = buffer.baseAddress, let source = pixels.baseAddress else { return }
        let first = source + rows.lowerBound * width * 3
        table.withTable { clippo_resample_across_rgb8(target, first, $0, rows.count, width, newWidth, level) }
        initialized = count
      }
    }
  }
}
