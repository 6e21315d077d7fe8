import CWebP

/// WebP (RFC 9649), read through libwebp: lossy and lossless, to RGB, or RGBA where the file has alpha. Animations are
/// refused; color profiles are ignored.
public enum WebP {
  /// Decodes a file held in memory. `ImageFile.decode` also says whether pixels are missing.
  ///
  /// Throws `PixelError` when the bytes are not a WebP, are an animation, claim more than the options allow, or, unless
  /// the options accept that, are damaged or end early.
  public static func decode(_ bytes: [UInt8], options: DecodingOptions = DecodingOptions()) throws -> PixelImage {
    try bytes.withUnsafeBytes { try decoded($0, options).image }
  }
}

extension WebP: ImageReader {
  static var format: ImageFormat { .webp }
  /// libwebp averages areas, to any size. Halves of halves lose nothing that a smaller image could show; between them
  /// an average would blur.
  static var scales: [Int] { [1, 2, 4, 8] }

  static func storedSize(_ file: UnsafeBufferPointer<UInt8>) throws -> StoredSize {
    var header = clippo_webp_header()
    guard let base = file.baseAddress else { return StoredSize(width: 0, height: 0, channels: .rgb) }
    if let refusal = clippo_webp_read_header(&header, base, file.count) {
      throw PixelError("the WebP cannot be read: \(String(cString: refusal))")
    }
    guard header.animated == 0 else {
      throw PixelError("the WebP is an animation, which is not read; save one of its images by itself")
    }
    return StoredSize(
      width: Int(header.width), height: Int(header.height), channels: header.channels == 4 ? .rgba : .rgb)
  }

  static func samples(
    _ file: UnsafeBufferPointer<UInt8>, target: StoredSize, eighths: Int, options: DecodingOptions
  ) throws -> (samples: [UInt8], isTruncated: Bool) {
    let header = clippo_webp_header(
      width: UInt32(target.width), height: UInt32(target.height), channels: UInt32(target.channels.rawValue),
      animated: 0)
    let endsEarly = isShorterThanItSays(ByteReader(bytes: UnsafeRawBufferPointer(file)))
    if endsEarly, options.truncated == .refuse { throw damage("the data end too early", options) }
    var damaged: Int32 = 0
    var refusal: String?
    let count = target.width * target.height * target.channels.rawValue
    let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let pixels = buffer.baseAddress, let base = file.baseAddress else { return }
      refusal =
        switch options.truncated {
        case .refuse: clippo_webp_read_pixels(pixels, header, base, file.count).map { String(cString: $0) }
        case .accept: clippo_webp_read_rows(pixels, &damaged, header, base, file.count).map { String(cString: $0) }
        }
      initialized = refusal == nil ? count : 0
    }
    if let refusal { throw damage(refusal, options) }
    return (samples, damaged != 0 || endsEarly)
  }

  /// Pixels may be whole and what follows them, the orientation for one, missing.
  private static func isShorterThanItSays(_ file: ByteReader) -> Bool {
    guard file.begins(with: "RIFF"), let size = file.number(4, bytes: 4, .little) else { return false }
    return size > file.bytes.count - 8
  }

  static func exif(_ file: ByteReader) -> ByteReader {
    var place = 12
    while let size = file.number(place + 4, bytes: 4, .little) {
      if file.begins(with: "EXIF", at: place) { return file.part(place + 8, count: size) }
      // Chunks begin at even places.
      place += 8 + size + size % 2
    }
    return file.part(0, count: 0)
  }
}
