import CKernels

extension PixelImage {
  /// The picture without alpha, laid over `background`; a picture without alpha is returned as it is.
  public func composed(on background: Colour) -> PixelImage {
    guard channels == .rgba else { return self }
    let count = width * height
    let colour = [background.red, background.green, background.blue]
    let composed = [UInt8](unsafeUninitializedCapacity: count * 3) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      clippo_compose_rgba8(target, pixels, count, colour)
      initialized = count * 3
    }
    return PixelImage(checkedWidth: width, height: height, channels: .rgb, pixels: composed)
  }

  /// The picture in the middle of a square of its longer side, laid over `background`.
  public func squared(on background: Colour) -> PixelImage {
    let picture = composed(on: background)
    let side = max(width, height)
    guard width != height else { return picture }
    var square = PixelImage(width: side, height: side, filledWith: background)
    let (left, top) = ((side - width) / 2, (side - height) / 2)
    for row in 0..<height {
      let target = ((top + row) * side + left) * 3
      square.pixels.replaceSubrange(
        target..<target + width * 3, with: picture.pixels[row * width * 3..<(row + 1) * width * 3])
    }
    return square
  }
}
