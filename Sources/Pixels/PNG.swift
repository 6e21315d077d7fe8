import CPNG
import FoundationEssentials

/// Portable Network Graphics (ISO/IEC 15948): read of every colour type and depth, write of 8-bit RGB and RGBA.
public enum PNG {
  /// Pixels a file may claim before it is refused: 67 million, 256 MiB decoded.
  public static let defaultPixelLimit = 1 << 26

  /// Decodes a file held in memory to 8-bit RGB, or RGBA where it has an alpha channel or a transparent colour.
  ///
  /// Interlaced files, palettes, grey and 16-bit samples are read; gamma and colour profiles are ignored.
  /// Throws `PixelError` when the bytes are not a whole PNG or claim more than `pixelLimit` pixels.
  public static func decode(_ bytes: [UInt8], pixelLimit: Int = defaultPixelLimit) throws -> PixelImage {
    guard !bytes.isEmpty else { throw PixelError("the PNG cannot be read: it is empty") }
    var header = clippo_png_header()
    try reporting("cannot be read") { message in
      bytes.withUnsafeBufferPointer { bytes in
        guard let base = bytes.baseAddress else { return 0 }
        return clippo_png_read_header(&header, base, bytes.count, message)
      }
    }
    let (width, height) = (Int(header.width), Int(header.height))
    let channels = header.channels == 4 ? PixelImage.Channels.rgba : .rgb
    guard let count = PixelImage.sampleCount(width: width, height: height, channels: channels),
      width * height <= pixelLimit
    else {
      throw PixelError("the PNG claims \(width) × \(height) pixels; at most \(pixelLimit) are read")
    }
    var pixels = [UInt8](repeating: 0, count: count)
    try reporting("is damaged") { message in
      pixels.withUnsafeMutableBufferPointer { pixels in
        bytes.withUnsafeBufferPointer { bytes in
          guard let target = pixels.baseAddress, let base = bytes.baseAddress else { return 0 }
          return clippo_png_read_pixels(target, &header, base, bytes.count, message)
        }
      }
    }
    return PixelImage(checkedWidth: width, height: height, channels: channels, pixels: pixels)
  }

  /// Encodes a picture; `level` is zlib's, 0 (stored) … 9 (smallest), and is brought into that range.
  public static func encode(_ image: PixelImage, level: Int = 6) throws -> [UInt8] {
    guard let width = UInt32(exactly: image.width), let height = UInt32(exactly: image.height) else {
      throw PixelError("a picture of \(image.width) × \(image.height) pixels is too large for a PNG")
    }
    let header = clippo_png_header(width: width, height: height, channels: UInt32(image.channels.rawValue))
    var encoded: UnsafeMutablePointer<UInt8>?
    var count = 0
    defer { clippo_png_free(encoded) }
    try reporting("cannot be written") { message in
      image.pixels.withUnsafeBufferPointer { pixels in
        guard let base = pixels.baseAddress else { return 0 }
        return withUnsafePointer(to: header) {
          clippo_png_write(&encoded, &count, base, $0, Int32(min(max(level, 0), 9)), message)
        }
      }
    }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }

  /// Reads the file at `path`; errors begin with the path.
  public static func read(_ path: String, pixelLimit: Int = defaultPixelLimit) throws -> PixelImage {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PixelError("\(path): the file is missing or cannot be opened")
    }
    do { return try decode([UInt8](data), pixelLimit: pixelLimit) } catch let error as PixelError {
      throw PixelError("\(path): \(error)")
    }
  }

  /// Writes the file at `path`, replacing it at once; errors begin with the path.
  public static func write(_ image: PixelImage, to path: String, level: Int = 6) throws {
    let bytes = try encode(image, level: level)
    do { try Data(bytes).write(to: URL(filePath: path), options: .atomic) } catch {
      throw PixelError("\(path): cannot be written; check that the folder exists and the disk has room (\(error))")
    }
  }

  /// Runs a call into libpng and turns its message into an error.
  private static func reporting(_ outcome: String, _ call: (UnsafeMutablePointer<CChar>) -> Int32) throws {
    try withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CLIPPO_PNG_MESSAGE)) { message in
      guard let base = message.baseAddress else { return }
      message.initialize(repeating: 0)
      guard call(base) == 0 else { return }
      throw PixelError("the PNG \(outcome): \(String(cString: base))")
    }
  }
}
