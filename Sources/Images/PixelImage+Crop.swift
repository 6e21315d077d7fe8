extension PixelImage {
  /// A part of the image. Throws `PixelError` when it is empty or does not lie within the image.
  public func cropped(to part: PixelRectangle) throws -> PixelImage {
    guard part.lies(in: (width, height)) else {
      throw PixelError("\(part) does not lie inside an image of \(width) × \(height) pixels")
    }
    let (row, line) = (width * channels.rawValue, part.width * channels.rawValue)
    var cut: [UInt8] = []
    cut.reserveCapacity(part.height * line)
    for y in part.top..<part.top + part.height {
      let start = y * row + part.left * channels.rawValue
      cut += pixels[start..<start + line]
    }
    return PixelImage(checkedWidth: part.width, height: part.height, channels: channels, pixels: cut)
  }

  /// The middle of the image, where torchvision's CenterCrop takes it.
  ///
  /// Throws `PixelError` when a side is below 1 or longer than the image's.
  public func centerCropped(width newWidth: Int, height newHeight: Int) throws -> PixelImage {
    try cropped(to: PixelRectangle(middleOf: (width, height), width: newWidth, height: newHeight))
  }
}
