import TestSupport
import Testing

@testable import Images

@Suite("Image files")
struct ImageFileTests {
  static let foreign: [(start: [UInt8], sentence: String)] = [
    (Array("GIF89a".utf8), "this looks like a GIF, which is not read; convert it to JPEG, PNG or WebP"),
    (Array("BM....".utf8), "this looks like a BMP, which is not read; convert it to JPEG, PNG or WebP"),
    (Array("II*\0".utf8), "this looks like a TIFF, which is not read; convert it to JPEG, PNG or WebP"),
    (Array("MM\0*".utf8), "this looks like a TIFF, which is not read; convert it to JPEG, PNG or WebP"),
    (
      [0, 0, 0, 24] + Array("ftypheic".utf8),
      "this looks like a HEIC, which is not read; convert it to JPEG, PNG or WebP"
    ),
    (
      [0, 0, 0, 24] + Array("ftypavif".utf8),
      "this looks like an AVIF, which is not read; convert it to JPEG, PNG or WebP"
    ),
    ([0xFF, 0x0A, 1], "this looks like a JPEG XL, which is not read; convert it to JPEG, PNG or WebP"),
    (
      Array("\u{FEFF}\n <!DOCTYPE HTML><title>404".utf8),
      "this looks like a page of HTML, which is not read; the server sent a page instead of the image"
    ),
    (
      Array("<?xml version='1.0'?><svg xmlns=''>".utf8),
      "this looks like an SVG, which is not read; convert it to JPEG, PNG or WebP"
    ),
    (Array("RIFF....WAVE".utf8), "this is no JPEG, PNG or WebP: it begins with the bytes 52 49 46 46 2e 2e 2e 2e"),
    ([1], "this is no JPEG, PNG or WebP: it begins with the bytes 1"),
    ([], "this is no image: it is empty"),
  ]

  @Test("What is no image that is read is named", arguments: foreign)
  func foreignFormats(start: [UInt8], sentence: String) {
    #expect(throws: PixelError(sentence)) { try ImageFile.decode(start) }
    #expect(throws: PixelError(sentence)) { try ImageFile.header(of: start) }
  }

  @Test("Headers say size and channels without decoding")
  func headers() throws {
    for (name, format, channels) in [
      ("cmyk.jpg", ImageFormat.jpeg, PixelImage.Channels.rgb), ("lossless-alpha.webp", .webp, .rgba),
      ("lossy.webp", .webp, .rgb), ("gray.jpg.expected.png", .png, .rgb),
    ] {
      // The last bytes are pixels, and the header does not miss them.
      let header = try ImageFile.header(of: Array(Codecs.bytes(name).dropLast(40)))
      #expect(header.format == format && header.channels == channels && header.orientation == .upright)
      #expect(header.width == 37 && header.height == 23)
    }
  }

  static let huge = [("huge.jpg", "JPEG", 65500), ("huge.png", "PNG", 60000), ("huge.webp", "WebP", 16383)]

  @Test(
    "A claim of billions of pixels is refused before anything is allocated, however small it is wanted", arguments: huge
  )
  func claims(name: String, format: String, side: Int) throws {
    let bytes = try Codecs.bytes(name)
    let sentence = "the \(format) claims \(side) × \(side) pixels; at most 67108864 are read"
    for truncated in DecodingOptions.Truncation.allCases {
      let options = Codecs.options { ($0.truncated, $0.detail) = (truncated, .shortestSide(1)) }
      #expect(throws: PixelError(sentence)) { try ImageFile.decode(bytes, options: options) }
    }
    #expect(try ImageFile.header(of: bytes).width == side)
  }

  @Test(
    "Limits of pixels and bytes hold to the last one", arguments: ["gray.jpg", "lossy.webp", "gray.jpg.expected.png"])
  func limits(name: String) throws {
    let bytes = try Codecs.bytes(name)
    let exact = Codecs.options { ($0.pixelLimit, $0.byteLimit) = (37 * 23, bytes.count) }
    #expect(throws: Never.self) { try ImageFile.decode(bytes, options: exact) }
    let pixels = Codecs.options { $0.pixelLimit = 37 * 23 - 1 }
    let pixelError = #expect(throws: PixelError.self) { try ImageFile.decode(bytes, options: pixels) }
    #expect(pixelError?.description.hasSuffix("claims 37 × 23 pixels; at most 850 are read") == true)
    let count = Codecs.options { $0.byteLimit = bytes.count - 1 }
    let countError = #expect(throws: PixelError.self) { try ImageFile.decode(bytes, options: count) }
    #expect(countError?.description.hasSuffix("has \(bytes.count) bytes; at most \(bytes.count - 1) are read") == true)
  }

  @Test("Files are read by their bytes, not by their names; errors begin with the path")
  func paths() throws {
    let path = Fixture.path("codecs/lossy.webp")
    #expect(try ImageFile.read(path).format == .webp)
    let text = Fixture.path("codecs/make_codecs.py")
    let error = #expect(throws: PixelError.self) { try ImageFile.read(text) }
    #expect(error?.description.hasPrefix("\(text): this is no JPEG, PNG or WebP") == true)
  }

  @Test("Rows of a PNG without its end are read, the rest is white", arguments: [PixelImage.Channels.rgb, .rgba])
  func truncatedPNG(channels: PixelImage.Channels) throws {
    let image = try PNGTests.image(30, 40, channels)
    let bytes = try PNG.encode(image, level: 0)
    let short = Array(bytes.prefix(bytes.count / 2))
    let error = #expect(throws: PixelError.self) { try ImageFile.decode(short) }
    #expect(error?.description.hasPrefix("the PNG is damaged: the data ends too early") == true)
    let part = try ImageFile.decode(short, options: Codecs.accepting)
    #expect(part.isTruncated && part.image.height == 40)
    let count = 15 * 30 * channels.rawValue
    #expect(part.image.pixels.prefix(count).elementsEqual(image.pixels.prefix(count)))
    #expect(part.image.pixels.suffix(count).allSatisfy { $0 == 255 })
    #expect(try ImageFile.decode(Array(bytes.dropLast(12)), options: Codecs.accepting).image == image)
  }

  @Test("Of an interlaced PNG without its end the coarse passes fill the image")
  func truncatedInterlaced() throws {
    let path = Fixture.path("png/rgb-8-interlaced.png")
    let bytes = try FileContents.read(path) { Array($0) }
    let part = try ImageFile.decode(Array(bytes.dropLast(30)), options: Codecs.accepting)
    let whole = try PNG.read(path)
    #expect(part.isTruncated && part.image.pixels.prefix(3).elementsEqual(whole.pixels.prefix(3)))
  }
}
