import Testing

@testable import Images

@Suite("Orientation")
struct OrientationTests {
  @Test("Images are turned upright as Pillow turns them", arguments: 1...8, ["jpg", "png", "webp"])
  func turns(value: Int, suffix: String) throws {
    let bytes = try Codecs.bytes("orientation-\(value).\(suffix)")
    let expected = try Codecs.expected("orientation-\(value)")
    let tolerance = suffix == "jpg" ? Tolerance.flatBlocks : 0
    #expect(Difference(try ImageFile.decode(bytes).image, expected).largest <= tolerance)
    let header = try ImageFile.header(of: bytes)
    #expect(header.orientation.rawValue == UInt8(value))
    #expect(header.width == expected.width && header.height == expected.height)
    #expect(header.storedWidth == 24 && header.storedHeight == 16)
  }

  @Test("Turning can be left out, and what is asked for counts for the image as it is given")
  func switchedOff() throws {
    let bytes = try Codecs.bytes("orientation-6.jpg")
    let stored = try JPEG.decode(bytes, options: Codecs.options { $0.turnsUpright = false })
    #expect(stored.width == 24 && stored.height == 16)
    // Upright it is 16 × 24, and half of that 8 × 12.
    let tall = try JPEG.decode(bytes, options: Codecs.options { $0.detail = .atLeast(width: 1, height: 12) })
    #expect(tall.width == 8 && tall.height == 12)
    let wide = Codecs.options { ($0.detail, $0.turnsUpright) = (.atLeast(width: 12, height: 1), false) }
    #expect(try JPEG.decode(bytes, options: wide).width == 12)
  }

  @Test("Images with alpha and larger than a square of the turning loop are turned")
  func alpha() throws {
    let (width, height) = (41, 70)
    var pixels: [UInt8] = []
    for place in 0..<width * height { pixels += [UInt8(place % width), UInt8(place / width), 7, UInt8(place % 251)] }
    let image = try PixelImage(width: width, height: height, channels: .rgba, pixels: pixels)
    let turned = image.upright(from: .turnedLeft)
    #expect(turned.width == height && turned.height == width)
    var wrong = 0
    for y in 0..<width {
      for x in 0..<height {
        let place = (y * height + x) * 4
        let source = (height - 1 - x) * width + y
        let expected = [UInt8(y), UInt8(height - 1 - x), 7, UInt8(source % 251)]
        if !turned.pixels[place..<place + 4].elementsEqual(expected) { wrong += 1 }
      }
    }
    #expect(wrong == 0)
    #expect(Difference(turned.upright(from: .turnedRight), image).largest == 0)
  }

  static let blocks: [(name: String, bytes: [UInt8], value: UInt8)] = [
    ("little end first", Array("II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 18, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0], 6),
    ("big end first", Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0], 3),
    (
      "after JPEG's name", Array("Exif\0\0MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0], 8
    ),
    ("32 bits", Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 4, 0, 0, 0, 1, 0, 0, 0, 5], 5),
    ("text instead of a number", Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 2, 0, 0, 0, 1, 0, 5, 0, 5], 1),
    ("nine", Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 9, 0, 0], 1),
    ("zero", Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0], 1),
    ("a directory beyond the end", Array("MM".utf8) + [0, 42, 0xFF, 0xFF, 0xFF, 0xFF], 1),
    ("an entry that is cut off", Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 9, 1, 18, 0, 3, 0, 0], 1),
    ("nothing", [], 1),
  ]

  @Test("EXIF data in any order are read, and damaged ones are upright", arguments: blocks)
  func exif(name: String, bytes: [UInt8], value: UInt8) {
    bytes.withUnsafeBytes { #expect(ImageOrientation(exif: ByteReader(bytes: $0)).rawValue == value) }
  }
}
