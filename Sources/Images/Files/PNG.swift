import CPNG

/// Portable Network Graphics (ISO/IEC 15948): read of every color type and depth, write of 8-bit RGB and RGBA.
public enum PNG {
  /// Decodes a file held in memory to 8-bit RGB, or RGBA where it has an alpha channel or a transparent color.
  ///
  /// Interlaced files, palettes, gray and 16-bit samples are read; gamma and color profiles are ignored.
  /// Throws `PixelError` when the bytes are not a PNG, claim more than the options allow, or, unless the options accept
  /// that, are damaged or end early. `ImageFile.decode` also says whether pixels are missing.
  public static func decode(_ bytes: [UInt8], options: DecodingOptions = DecodingOptions()) throws -> PixelImage {
    try bytes.withUnsafeBytes { try decoded($0, options).image }
  }

  /// Encodes an image; `level` is zlib's, 0 (stored) … 9 (smallest), and is brought into that range.
  public static func encode(_ image: PixelImage, level: Int = 6) throws -> [UInt8] {
    guard let width = UInt32(exactly: image.width), let height = UInt32(exactly: image.height) else {
      throw PixelError("an image of \(image.width) × \(image.height) pixels is too large for a PNG")
    }
    let header = clippo_png_header(width: width, height: height, channels: UInt32(image.channels.rawValue))
    var encoded: UnsafeMutablePointer<UInt8>?
    var count = 0
    defer { clippo_png_free(encoded) }
    let refusal = sentence { message in
      image.pixels.withUnsafeBufferPointer { pixels in
        guard let base = pixels.baseAddress else { return 0 }
        return withUnsafePointer(to: header) {
          clippo_png_write(&encoded, &count, base, $0, Int32(min(max(level, 0), 9)), message)
        }
      }
    }
    if let refusal { throw PixelError("the PNG cannot be written: \(refusal)") }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }

  /// Reads the file at `path`; errors begin with the path.
  public static func read(_ path: String, options: DecodingOptions = DecodingOptions()) throws -> PixelImage {
    try FileContents.read(path) { try decoded($0, options).image }
  }

  /// Runs a call into the shim: `nil` where it succeeds, libpng's sentence where it does not.
  private static func sentence(_ call: (UnsafeMutablePointer<CChar>) -> Int32) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CLIPPO_PNG_MESSAGE)) { message in
      message.initialize(repeating: 0)
      guard let base = message.baseAddress, call(base) == 0 else { return nil }
      return String(cString: base)
    }
  }
}

extension PNG: ImageReader {
  static var format: ImageFormat { .png }
  static var scales: [Int] { [8] }

  static func storedSize(_ file: UnsafeBufferPointer<UInt8>) throws -> StoredSize {
    var header = clippo_png_header()
    let refusal = sentence { message in
      guard let base = file.baseAddress else { return 0 }
      return clippo_png_read_header(&header, base, file.count, message)
    }
    if let refusal { throw PixelError("the PNG cannot be read: \(refusal)") }
    return StoredSize(
      width: Int(header.width), height: Int(header.height), channels: header.channels == 4 ? .rgba : .rgb)
  }

  static func samples(
    _ file: UnsafeBufferPointer<UInt8>, target: StoredSize, eighths: Int, options: DecodingOptions
  ) throws -> (samples: [UInt8], isTruncated: Bool) {
    var header = clippo_png_header(
      width: UInt32(target.width), height: UInt32(target.height), channels: UInt32(target.channels.rawValue))
    var damaged: Int32 = 0
    var refusal: String?
    let count = target.width * target.height * target.channels.rawValue
    let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      refusal = sentence { message in
        guard let pixels = buffer.baseAddress, let base = file.baseAddress else { return 0 }
        switch options.truncated {
        case .refuse: return clippo_png_read_pixels(pixels, &header, base, file.count, nil, message)
        case .accept: return clippo_png_read_pixels(pixels, &header, base, file.count, &damaged, message)
        }
      }
      initialized = refusal == nil ? count : 0
    }
    if let refusal { throw damage(refusal, options) }
    return (samples, damaged != 0)
  }

  /// The chunk eXIf may stand before or after the pixels (PNG, third edition, 11.3.3.6).
  static func exif(_ file: ByteReader) -> ByteReader {
    var place = 8
    while let length = file.number(place, bytes: 4, .big) {
      if file.begins(with: "eXIf", at: place + 4) { return file.part(place + 8, count: length) }
      place += 12 + length
    }
    return file.part(0, count: 0)
  }
}
