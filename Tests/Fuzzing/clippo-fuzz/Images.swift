import Images

extension FuzzSubject {
  static let images = [image("jpeg", ".jpg"), image("png", ".png"), image("webp", ".webp")]

  /// The last byte says how the image is read; every format ignores what stands behind its end.
  private static func image(_ name: String, _ ending: String) -> FuzzSubject {
    FuzzSubject(
      name,
      examples: try Examples.files("ImagesTests/Fixtures/codecs", ending)
        + Examples.files("ImagesTests/Fixtures/png", ending)
    ) { bytes in
      let choice = bytes.last ?? 0
      var options = DecodingOptions(pixelLimit: 1 << 14)
      options.truncated = choice & 1 == 0 ? .refuse : .accept
      options.turnsUpright = choice & 2 == 0
      options.scanLimit = 20
      options.detail = [.full, .full, .shortestSide(9), .atLeast(width: 20, height: 3)][Int(choice >> 2) % 4]
      let decoded = try ImageFile.decode(bytes, options: options)
      let image = decoded.image
      expect(image.width * image.height <= options.pixelLimit, "\(image.width) × \(image.height) pixels")
      expect(
        image.pixels.count == image.width * image.height * image.channels.rawValue,
        "\(image.pixels.count) bytes of \(image.width) × \(image.height) pixels")
      expect(options.truncated == .accept || !decoded.isTruncated, "a cut image was let pass")
    }
  }
}
