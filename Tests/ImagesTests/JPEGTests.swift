import Testing

@testable import Images

@Suite("JPEG")
struct JPEGTests {
  static let forms = [
    "gray", "ycbcr-444", "ycbcr-422", "ycbcr-420", "rgb", "cmyk", "cmyk-without-adobe", "ycck", "progressive-420",
    "progressive-gray", "progressive-cmyk", "restarts",
  ]

  @Test("Every color type is read as Pillow reads it", arguments: forms)
  func reads(name: String) throws {
    let image = try ImageFile.decode(Codecs.bytes("\(name).jpg"))
    #expect(image.format == .jpeg && !image.isTruncated)
    #expect(Difference(image.image, try Codecs.expected("\(name).jpg")).largest <= Tolerance.jpeg)
    #expect(try JPEG.decode(Codecs.bytes("\(name).jpg"), options: Codecs.accepting) == image.image)
  }

  @Test(
    "An image is decoded at a half, a quarter and an eighth of its size as Pillow's draft mode does",
    arguments: [1, 2, 4])
  func eighths(count: Int) throws {
    let bytes = try Codecs.bytes("smooth.jpg")
    let options = Codecs.options { $0.detail = .atLeast(width: 8 * count, height: 6 * count) }
    let image = try JPEG.decode(bytes, options: options)
    #expect(Difference(image, try Codecs.expected("smooth-\(count).jpg")).largest <= Tolerance.jpeg)
  }

  @Test("An odd size is rounded up")
  func oddSize() throws {
    let options = Codecs.options { $0.detail = .shortestSide(12) }
    let image = try JPEG.decode(Codecs.bytes("ycbcr-420.jpg"), options: options)
    #expect(Difference(image, try Codecs.expected("ycbcr-420-4.jpg")).largest <= Tolerance.jpeg)
  }

  static let details: [(DecodingOptions.Detail, width: Int, height: Int)] = [
    (.full, 64, 48), (.shortestSide(48), 64, 48), (.shortestSide(25), 64, 48), (.shortestSide(24), 32, 24),
    (.shortestSide(1), 8, 6), (.shortestSide(6), 8, 6), (.shortestSide(7), 16, 12), (.shortestSide(1000), 64, 48),
    (.atLeast(width: 9, height: 1), 16, 12), (.atLeast(width: 1, height: 19), 32, 24),
    (.atLeast(width: 65, height: 1), 64, 48),
  ]

  @Test("The smallest size that is large enough is chosen, never more than the file has", arguments: details)
  func detail(detail: DecodingOptions.Detail, width: Int, height: Int) throws {
    let image = try JPEG.decode(Codecs.bytes("smooth.jpg"), options: Codecs.options { $0.detail = detail })
    #expect(image.width == width && image.height == height)
  }

  @Test("A file without its end is refused", arguments: ["ycbcr-420", "progressive-420", "cmyk", "restarts"])
  func refusesTruncated(name: String) throws {
    let bytes = try Codecs.bytes("\(name).jpg")
    for kept in [bytes.count / 2, bytes.count * 4 / 5, bytes.count - 2] {
      let error = #expect(throws: PixelError.self) { try JPEG.decode(Array(bytes.prefix(kept))) }
      #expect(error?.description.hasPrefix("the JPEG is damaged: Premature end") == true)
    }
  }

  @Test("What is there of a file without its end is read, the rest is gray")
  func acceptsTruncated() throws {
    let bytes = try Codecs.bytes("gray.jpg")
    let whole = try JPEG.decode(bytes)
    let part = try ImageFile.decode(Array(bytes.prefix(bytes.count - 120)), options: Codecs.accepting)
    #expect(part.isTruncated)
    // A row of blocks is 8 rows of 37 pixels.
    #expect(part.image.pixels.prefix(8 * 37 * 3).elementsEqual(whole.pixels.prefix(8 * 37 * 3)))
    #expect(part.image.pixels.suffix(3) == [128, 128, 128])
    #expect(throws: PixelError.self) { try JPEG.decode(Array(bytes.prefix(60)), options: Codecs.accepting) }
  }

  @Test("All passes but the last of a progressive file give an image near the whole one")
  func acceptsFewerScans() throws {
    let bytes = try Codecs.bytes("progressive-420.jpg")
    let part = try ImageFile.decode(Array(bytes.dropLast(90)), options: Codecs.accepting)
    #expect(part.isTruncated)
    let difference = Difference(part.image, try JPEG.decode(bytes))
    #expect(difference.sizesAgree && difference.largest > 0 && difference.largest < 100)
  }

  @Test("A file with more scans than any program writes is refused before they are worked through")
  func scans() throws {
    let bytes = try Codecs.bytes("many-scans.jpg")
    let few = Codecs.options { ($0.truncated, $0.scanLimit) = (.accept, 20) }
    let error = #expect(throws: PixelError.self) { try JPEG.decode(bytes, options: few) }
    #expect(error?.description.contains("more than 20 scans") == true)
    #expect(throws: PixelError.self) { try JPEG.decode(bytes) }
    #expect(throws: Never.self) { try JPEG.decode(bytes, options: Codecs.accepting) }
  }
}
