import CKernels

extension PixelImage {
  /// The image as it should be seen, where it is stored with an orientation.
  public func upright(from orientation: ImageOrientation) -> PixelImage {
    guard orientation != .upright else { return self }
    let (newWidth, newHeight) = orientation.swapsSides ? (height, width) : (width, height)
    let column = orientation.readsFromRight ? -1 : 1
    let row = orientation.readsFromBottom ? -width : width
    let start = (orientation.readsFromRight ? width - 1 : 0) + (orientation.readsFromBottom ? (height - 1) * width : 0)
    let turn = clippo_pixel_turn(
      start: start, across: orientation.swapsSides ? row : column, down: orientation.swapsSides ? column : row)
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      clippo_turn_pixels8(target, pixels, turn, newWidth, newHeight, channels.rawValue)
      initialized = pixels.count
    }
    return PixelImage(checkedWidth: newWidth, height: newHeight, channels: channels, pixels: turned)
  }
}
