import CKernels

extension PixelImage {
  /// A colored glyph laid over `background`: samples in the order blue, green, red, alpha, colors multiplied by alpha.
  ///
  /// - Parameters:
  ///   - pixels: `height` rows of `pitch` bytes, `pitch` at least `4 * width`.
  ///
  /// Throws `PixelError` when the sizes do not fit.
  public init(
    premultipliedBGRA pixels: UnsafeRawBufferPointer, width: Int, height: Int, pitch: Int, on background: Color
  ) throws {
    guard let count = Self.sampleCount(width: width, height: height, channels: .rgb), pitch / 4 >= width,
      pixels.count / pitch >= height
    else { throw PixelError("a glyph's bitmap of \(width) × \(height) pixels does not fit its \(pixels.count) bytes") }
    let color = [background.red, background.green, background.blue]
    let composed = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let target = buffer.baseAddress, let source = pixels.baseAddress else { return }
      clippo_compose_premultiplied_bgra8(
        target, source.assumingMemoryBound(to: UInt8.self), width, height, pitch, color)
      initialized = count
    }
    self.init(checkedWidth: width, height: height, channels: .rgb, pixels: composed)
  }

  /// The image without alpha, laid over `background`; an image without alpha is returned as it is.
  public func composed(on background: Color) -> PixelImage {
    guard channels == .rgba else { return self }
    let count = width * height
    let color = [background.red, background.green, background.blue]
    let composed = [UInt8](unsafeUninitializedCapacity: count * 3) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      clippo_compose_rgba8(target, pixels, count, color)
      initialized = count * 3
    }
    return PixelImage(checkedWidth: width, height: height, channels: .rgb, pixels: composed)
  }

  /// The image in the middle of a square of its longer side, laid over `background`.
  public func squared(on background: Color) -> PixelImage {
    let image = composed(on: background)
    let side = max(width, height)
    guard width != height else { return image }
    var square = PixelImage(width: side, height: side, filledWith: background)
    let (left, top) = ((side - width) / 2, (side - height) / 2)
    for row in 0..<height {
      let target = ((top + row) * side + left) * 3
      square.pixels.replaceSubrange(
        target..<target + width * 3, with: image.pixels[row * width * 3..<(row + 1) * width * 3])
    }
    return square
  }
}
