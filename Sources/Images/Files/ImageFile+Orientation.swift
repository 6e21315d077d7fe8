extension ImageFile {
  /// The same image, to be seen as an orientation says that stands beside the file, where the file itself has no EXIF data.
  ///
  /// A JPEG keeps its pixels and gets an EXIF segment; a PNG or WebP is turned and becomes a PNG, without loss. Throws
  /// `PixelError` where the bytes are no image.
  public static func oriented(_ bytes: [UInt8], as orientation: ImageOrientation) throws -> [UInt8] {
    let format = try header(of: bytes).format
    guard orientation != .upright, try !hasExif(bytes) else { return bytes }
    guard format == .jpeg else {
      let image = try decode(bytes)
      return try PNG.encode(image.image.upright(from: orientation), level: 1)
    }
    return Array(bytes.prefix(2)) + exifSegment(orientation) + bytes.dropFirst(2)
  }

  private static func hasExif(_ bytes: [UInt8]) throws -> Bool {
    try bytes.withUnsafeBytes { bytes in
      try !reader(of: bytes).exif(ByteReader(bytes: bytes)).bytes.isEmpty
    }
  }

  /// JPEG's segment APP1 with a directory of one entry (CIPA DC-008, 4.5).
  private static func exifSegment(_ orientation: ImageOrientation) -> [UInt8] {
    let tiff: [UInt8] = Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1]
    let entry: [UInt8] = [1, 18, 0, 3, 0, 0, 0, 1, 0, orientation.rawValue, 0, 0]
    let content = Array("Exif\0\0".utf8) + tiff + entry + [0, 0, 0, 0]
    return [0xFF, 0xE1, 0, UInt8(content.count + 2)] + content
  }
}
