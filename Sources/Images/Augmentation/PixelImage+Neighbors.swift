import CKernels

/// Changes that read other pixels than the one they write, and so write another image.
extension PixelImage {
  /// The image moved, at its size, `fill` where nothing was; the image is RGB with sides below 2^23.
  func warped(_ warp: NearestWarp, fill: Color) -> PixelImage {
    let outside = [fill.red, fill.green, fill.blue]
    return replacingPixels { clippo_nearest_warp_rgb8($0, pixels, width, height, warp.matrix, outside) }
  }

  /// `smooth + factor (image - smooth)`; see `clippo_sharpen_rgb8`. The image is RGB.
  func sharpened(factor: Float) -> PixelImage {
    replacingPixels { clippo_sharpen_rgb8($0, pixels, width, height, factor) }
  }

  /// An image of the same form whose samples `write` writes, every one.
  private func replacingPixels(_ write: (UnsafeMutablePointer<UInt8>) -> Void) -> PixelImage {
    let made = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      write(target)
      initialized = pixels.count
    }
    return PixelImage(checkedWidth: width, height: height, channels: channels, pixels: made)
  }
}
