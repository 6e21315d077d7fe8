import Testing

@testable import Images

@Suite("WebP")
struct WebPTests {
  static let forms = ["lossy", "lossless", "lossy-alpha", "lossless-alpha"]

  @Test("Lossy and lossless files are read as Pillow reads them, with and without alpha", arguments: forms)
  func reads(name: String) throws {
    let image = try ImageFile.decode(Codecs.bytes("\(name).webp"))
    #expect(image.format == .webp && !image.isTruncated)
    #expect(image.image.channels == (name.hasSuffix("alpha") ? .rgba : .rgb))
    #expect(Difference(image.image, try Codecs.expected("\(name).webp")).largest <= Tolerance.webp)
    let again = try ImageFile.decode(Codecs.bytes("\(name).webp"), options: Codecs.accepting)
    #expect(again == image)
  }

  @Test("An image is decoded at half its size")
  func half() throws {
    let image = try WebP.decode(
      Codecs.bytes("smooth.webp"), options: Codecs.options { $0.detail = .atLeast(width: 17, height: 1) })
    let difference = Difference(image, try Codecs.expected("smooth-4.webp"))
    #expect(difference.largest <= Tolerance.scaledWebP)
  }

  static let details: [(DecodingOptions.Detail, width: Int, height: Int)] = [
    (.full, 37, 23), (.shortestSide(13), 37, 23), (.shortestSide(12), 19, 12), (.shortestSide(7), 19, 12),
    (.shortestSide(6), 10, 6), (.shortestSide(3), 5, 3), (.shortestSide(1000), 37, 23),
  ]

  @Test("Halves of halves are chosen that are large enough", arguments: details)
  func detail(detail: DecodingOptions.Detail, width: Int, height: Int) throws {
    for name in Self.forms {
      for truncated in DecodingOptions.Truncation.allCases {
        let options = Codecs.options { ($0.detail, $0.truncated) = (detail, truncated) }
        let image = try WebP.decode(Codecs.bytes("\(name).webp"), options: options)
        #expect(image.width == width && image.height == height)
      }
    }
  }

  @Test("A file without its end is refused", arguments: forms)
  func refusesTruncated(name: String) throws {
    let bytes = try Codecs.bytes("\(name).webp")
    for kept in [bytes.count / 2, bytes.count * 4 / 5, bytes.count - 1] {
      let error = #expect(throws: PixelError.self) { try WebP.decode(Array(bytes.prefix(kept))) }
      #expect(error?.description.hasPrefix("the WebP is damaged: the data end too early") == true)
    }
  }

  @Test("A file whose pixels are whole and whose orientation is cut off is refused too")
  func cutBehindPixels() throws {
    let bytes = Array(try Codecs.bytes("orientation-6.webp").dropLast(4))
    #expect(throws: PixelError.self) { try WebP.decode(bytes) }
    #expect(try ImageFile.decode(bytes, options: Codecs.accepting).isTruncated)
  }

  @Test("The rows that are there of a file without its end are read, the rest is white")
  func acceptsTruncated() throws {
    let bytes = try Codecs.bytes("lossless.webp")
    let whole = try WebP.decode(bytes)
    let part = try ImageFile.decode(Array(bytes.prefix(bytes.count * 3 / 4)), options: Codecs.accepting)
    #expect(part.isTruncated)
    #expect(part.image.pixels.prefix(4 * 37 * 3).elementsEqual(whole.pixels.prefix(4 * 37 * 3)))
    #expect(part.image.pixels.suffix(3) == [255, 255, 255])
    #expect(throws: PixelError.self) { try WebP.decode(Array(bytes.prefix(60)), options: Codecs.accepting) }
  }

  @Test("An animation is refused with advice")
  func animation() throws {
    let bytes = try Codecs.bytes("animated.webp")
    let expected = PixelError("the WebP is an animation, which is not read; save one of its images by itself")
    #expect(throws: expected) { try WebP.decode(bytes) }
  }
}
