/// The formats of image files that are read.
public enum ImageFormat: String, Sendable, CaseIterable, CustomStringConvertible {
  case jpeg = "JPEG"
  case png = "PNG"
  case webp = "WebP"

  public var description: String { rawValue }

  /// Recognizes a file by its first bytes, never by its name.
  ///
  /// Throws `PixelError`, which names the format where it is one that is known but not read.
  public init(recognizing bytes: UnsafeRawBufferPointer) throws {
    let file = ByteReader(bytes: bytes)
    guard !bytes.isEmpty else { throw PixelError("this is no image: it is empty") }
    if file.number(0, bytes: 4, .big) == 0x8950_4E47 {
      self = .png
    } else if file.number(0, bytes: 3, .big) == 0xFF_D8FF {
      self = .jpeg
    } else if file.begins(with: "RIFF"), file.begins(with: "WEBP", at: 8) {
      self = .webp
    } else if let other = ForeignFormat(recognizing: file) {
      throw PixelError("this looks like \(other.rawValue), which is not read; \(other.advice)")
    } else {
      let start = bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: " ")
      throw PixelError("this is no JPEG, PNG or WebP: it begins with the bytes \(start)")
    }
  }
}
