import CJPEG

/// JPEG (ITU-T T.81), read through libjpeg-turbo: gray, YCbCr, RGB, CMYK and YCCK, also progressive, to RGB.
///
/// Four components are inks as Adobe's programs store them (255 is none), mixed as Pillow does, whether or not Adobe's
/// marker is there. Color profiles are ignored.
public enum JPEG {
  /// Decodes a file held in memory. `ImageFile.decode` also says whether pixels are missing.
  ///
  /// Throws `PixelError` when the bytes are not a JPEG, claim more than the options allow, or, unless the options accept
  /// that, are damaged or end early.
  public static func decode(_ bytes: [UInt8], options: DecodingOptions = DecodingOptions()) throws -> PixelImage {
    try bytes.withUnsafeBytes { try decoded($0, options).image }
  }
}

extension JPEG: ImageReader {
  static var format: ImageFormat { .jpeg }
  /// libjpeg-turbo has fast code for these alone: five to seven eighths take longer than the whole image.
  static var scales: [Int] { [1, 2, 4, 8] }

  static func storedSize(_ file: UnsafeBufferPointer<UInt8>) throws -> StoredSize {
    var size = clippo_jpeg_size()
    let refusal = sentence { message in
      guard let base = file.baseAddress else { return 0 }
      return clippo_jpeg_read_size(&size, base, file.count, message)
    }
    if let refusal { throw PixelError("the JPEG cannot be read: \(refusal)") }
    return StoredSize(width: Int(size.width), height: Int(size.height), channels: .rgb)
  }

  static func samples(
    _ file: UnsafeBufferPointer<UInt8>, target: StoredSize, eighths: Int, options: DecodingOptions
  ) throws -> (samples: [UInt8], isTruncated: Bool) {
    let size = clippo_jpeg_size(width: UInt32(target.width), height: UInt32(target.height))
    let request = clippo_jpeg_request(
      eighths: UInt32(eighths), scan_limit: UInt32(clamping: options.scanLimit),
      memory_limit: coefficientLimit(pixels: options.pixelLimit), accept_damage: options.truncated == .accept ? 1 : 0)
    var damaged: Int32 = 0
    var refusal: String?
    let count = target.width * target.height * 3
    let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      refusal = sentence { message in
        guard let pixels = buffer.baseAddress, let base = file.baseAddress else { return 0 }
        return clippo_jpeg_read_pixels(pixels, &damaged, size, request, base, file.count, message)
      }
      initialized = refusal == nil ? count : 0
    }
    if let refusal { throw damage(refusal, options) }
    return (samples, damaged != 0)
  }

  /// Bytes for the coefficients of a progressive file: 2 for each of up to 4 components, and blocks that reach beyond
  /// the edges of a narrow image.
  private static func coefficientLimit(pixels: Int) -> Int {
    let (bytes, overflows) = max(0, pixels).multipliedReportingOverflow(by: 8)
    return overflows ? .max : min(bytes, .max - (16 << 20)) + 16 << 20
  }

  /// EXIF stands in the first segment APP1 that is called so.
  static func exif(_ file: ByteReader) -> ByteReader {
    var place = 2
    while let byte = file.byte(place), let marker = file.byte(place + 1) {
      switch (byte, marker) {
      // Bytes between segments, and those that fill them up, are skipped, as libjpeg does.
      case (0..<0xFF, _), (_, 0xFF): place += 1
      // Markers without a segment.
      case (_, 0x00...0x01), (_, 0xD0...0xD8): place += 2
      // The end, or pixels.
      case (_, 0xD9...0xDA): return file.part(0, count: 0)
      default:
        guard let length = file.number(place + 2, bytes: 2, .big), length >= 2 else { return file.part(0, count: 0) }
        if marker == 0xE1, file.begins(with: "Exif\0\0", at: place + 4) {
          return file.part(place + 10, count: length - 8)
        }
        place += 2 + length
      }
    }
    return file.part(0, count: 0)
  }

  /// Runs a call into the shim: `nil` where it succeeds, libjpeg's sentence where it does not.
  private static func sentence(_ call: (UnsafeMutablePointer<CChar>) -> Int32) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CLIPPO_JPEG_MESSAGE)) { message in
      message.initialize(repeating: 0)
      guard let base = message.baseAddress, call(base) == 0 else { return nil }
      return String(cString: base)
    }
  }
}
