/// What a file format brings; limits, sizes, turning and the shape of errors are the same for all.
protocol ImageReader {
  static var format: ImageFormat { get }
  /// The parts of a side, in eighths and from small to large, at which the format can be decoded; the last is 8.
  static var scales: [Int] { get }
  /// Reads what stands before the pixels.
  static func storedSize(_ file: UnsafeBufferPointer<UInt8>) throws -> StoredSize
  /// The EXIF data, empty where there are none.
  static func exif(_ file: ByteReader) -> ByteReader
  /// Decodes to `target`, one of the sizes that `scales` gives; the samples are returned as they are stored.
  static func samples(
    _ file: UnsafeBufferPointer<UInt8>, target: StoredSize, eighths: Int, options: DecodingOptions
  ) throws -> (samples: [UInt8], isTruncated: Bool)
}

/// An image's size as its file stores it.
struct StoredSize: Equatable {
  var width: Int
  var height: Int
  var channels: PixelImage.Channels

  /// Eighths of the sides, rounded up.
  func scaled(toEighths eighths: Int) -> StoredSize {
    StoredSize(width: (width * eighths + 7) / 8, height: (height * eighths + 7) / 8, channels: channels)
  }
}

extension ImageReader {
  static func header(_ bytes: UnsafeRawBufferPointer) throws -> ImageHeader {
    let stored = try storedSize(nonEmpty(bytes))
    return ImageHeader(
      format: format, storedWidth: stored.width, storedHeight: stored.height,
      orientation: ImageOrientation(exif: exif(ByteReader(bytes: bytes))), channels: stored.channels)
  }

  static func decoded(_ bytes: UnsafeRawBufferPointer, _ options: DecodingOptions) throws -> DecodedImage {
    let file = try nonEmpty(bytes)
    guard file.count <= options.byteLimit else {
      throw PixelError("the \(format) has \(file.count) bytes; at most \(options.byteLimit) are read")
    }
    let header = try header(bytes)
    let stored = StoredSize(width: header.storedWidth, height: header.storedHeight, channels: header.channels)
    guard let count = PixelImage.sampleCount(width: stored.width, height: stored.height, channels: .rgb),
      count / 3 <= options.pixelLimit
    else {
      throw PixelError(
        "the \(format) claims \(stored.width) × \(stored.height) pixels; at most \(options.pixelLimit) are read")
    }
    let orientation = options.turnsUpright ? header.orientation : .upright
    let eighths =
      scales.first { options.detail.isMet(by: stored.scaled(toEighths: $0), orientation, of: stored) } ?? 8
    let target = stored.scaled(toEighths: eighths)
    let decoded = try samples(file, target: target, eighths: eighths, options: options)
    let image = PixelImage(
      checkedWidth: target.width, height: target.height, channels: target.channels, pixels: decoded.samples)
    return DecodedImage(
      image: image.upright(from: orientation), format: format, isTruncated: decoded.isTruncated)
  }

  private static func nonEmpty(_ bytes: UnsafeRawBufferPointer) throws -> UnsafeBufferPointer<UInt8> {
    guard !bytes.isEmpty else { throw PixelError("the \(format) cannot be read: it is empty") }
    return bytes.assumingMemoryBound(to: UInt8.self)
  }

  /// What a decoder reports of the pixels.
  static func damage(_ sentence: String, _ options: DecodingOptions) -> PixelError {
    let advice =
      switch options.truncated {
      case .refuse: "fetch it again, or accept truncated images"
      case .accept: "fetch it again"
      }
    return PixelError("the \(format) is damaged: \(sentence); \(advice)")
  }
}

extension DecodingOptions.Detail {
  /// Whether a reduced image is large enough.
  func isMet(by reduced: StoredSize, _ orientation: ImageOrientation, of stored: StoredSize) -> Bool {
    switch self {
    case .full: return reduced == stored
    case .shortestSide(let side): return min(reduced.width, reduced.height) >= side
    case .atLeast(let width, let height):
      let (across, down) = orientation.swapsSides ? (height, width) : (width, height)
      return reduced.width >= across && reduced.height >= down
    }
  }
}
