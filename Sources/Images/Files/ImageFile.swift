import FoundationEssentials

/// Reading of images in any format of `ImageFormat`, which the bytes themselves tell.
public enum ImageFile {
  /// Decodes a file held in memory to RGB, or RGBA where it has alpha, upright as its EXIF data say.
  ///
  /// Throws `PixelError`, a sentence that names the format, when the bytes are no image, one of another format, larger
  /// than the options allow, or, unless the options accept that, damaged or without their end.
  public static func decode(_ bytes: UnsafeRawBufferPointer, options: DecodingOptions = DecodingOptions()) throws
    -> DecodedImage
  {
    try reader(of: bytes).decoded(bytes, options)
  }

  /// Decodes a file held in memory; see `decode(_:options:)` for bytes that are held elsewhere.
  public static func decode(_ bytes: [UInt8], options: DecodingOptions = DecodingOptions()) throws -> DecodedImage {
    try bytes.withUnsafeBytes { try decode($0, options: options) }
  }

  /// Reads what stands before the pixels, some microseconds' work: nothing is decoded and no limit applied.
  ///
  /// Throws `PixelError` when the bytes are no image, or one of another format.
  public static func header(of bytes: UnsafeRawBufferPointer) throws -> ImageHeader {
    try reader(of: bytes).header(bytes)
  }

  /// Reads the header of a file held in memory.
  public static func header(of bytes: [UInt8]) throws -> ImageHeader {
    try bytes.withUnsafeBytes { try header(of: $0) }
  }

  /// Reads the file at `path`; errors begin with the path.
  public static func read(_ path: String, options: DecodingOptions = DecodingOptions()) throws -> DecodedImage {
    try FileContents.read(path) { try decode($0, options: options) }
  }

  static func reader(of bytes: UnsafeRawBufferPointer) throws -> any ImageReader.Type {
    switch try ImageFormat(recognizing: bytes) {
    case .jpeg: JPEG.self
    case .png: PNG.self
    case .webp: WebP.self
    }
  }
}
