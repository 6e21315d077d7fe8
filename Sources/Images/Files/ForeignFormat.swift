/// Files that often stand where an image is expected, and are named when they do.
enum ForeignFormat: String {
  case gif = "a GIF"
  case bmp = "a BMP"
  case tiff = "a TIFF"
  case heic = "a HEIC"
  case avif = "an AVIF"
  case jpegXL = "a JPEG XL"
  case jpeg2000 = "a JPEG 2000"
  case svg = "an SVG"
  case pdf = "a PDF"
  case html = "a page of HTML"

  /// What to do.
  var advice: String {
    switch self {
    case .html: "the server sent a page instead of the image"
    default: "convert it to JPEG, PNG or WebP"
    }
  }

  init?(recognizing file: ByteReader) {
    if let found = Self.byFirstBytes(file) ?? Self.byBrand(file) ?? Self.byTag(file) {
      self = found
    } else {
      return nil
    }
  }

  private static func byFirstBytes(_ file: ByteReader) -> ForeignFormat? {
    if file.begins(with: "GIF8") { return .gif }
    if file.begins(with: "BM") { return .bmp }
    if file.begins(with: "II*\0") || file.begins(with: "MM\0*") { return .tiff }
    if file.begins(with: "%PDF") { return .pdf }
    if file.number(0, bytes: 2, .big) == 0xFF0A || file.begins(with: "JXL ", at: 4) { return .jpegXL }
    if file.begins(with: "jP  ", at: 4) || file.number(0, bytes: 4, .big) == 0xFF4F_FF51 { return .jpeg2000 }
    return nil
  }

  /// Files of ISO's base media format begin with the length and name of a box that holds their brand.
  private static func byBrand(_ file: ByteReader) -> ForeignFormat? {
    guard file.begins(with: "ftyp", at: 4) else { return nil }
    if file.begins(with: "avif", at: 8) || file.begins(with: "avis", at: 8) { return .avif }
    let heic: [StaticString] = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
    return heic.contains { file.begins(with: $0, at: 8) } ? .heic : nil
  }

  private static func byTag(_ file: ByteReader) -> ForeignFormat? {
    let start = String(decoding: file.part(0, count: 1024).bytes, as: UTF8.self).lowercased()
    let text = start.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    guard text.first == "<" else { return nil }
    if text.contains("<svg") { return .svg }
    return text.hasPrefix("<!doctype html") || text.contains("<html") || text.contains("<head") ? .html : nil
  }
}
