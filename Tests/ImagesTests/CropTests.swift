import Testing

@testable import Images

@Suite("Crop")
struct CropTests {
  /// Each pixel's red is its x, its green its y.
  static func places(_ width: Int, _ height: Int, _ channels: PixelImage.Channels) throws -> PixelImage {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width { pixels += [UInt8(x), UInt8(y), 0, 9].prefix(channels.rawValue) }
    }
    return try PixelImage(width: width, height: height, channels: channels, pixels: pixels)
  }

  @Test("A part is cut out, with and without alpha", arguments: [PixelImage.Channels.rgb, .rgba])
  func part(channels: PixelImage.Channels) throws {
    let cut = try Self.places(6, 5, channels).cropped(to: PixelRectangle(left: 2, top: 1, width: 3, height: 2))
    #expect(cut.width == 3 && cut.height == 2)
    let reds = stride(from: 0, to: cut.pixels.count, by: channels.rawValue).map { cut.pixels[$0] }
    let greens = stride(from: 1, to: cut.pixels.count, by: channels.rawValue).map { cut.pixels[$0] }
    #expect(reds == [2, 3, 4, 2, 3, 4] && greens == [1, 1, 1, 2, 2, 2])
  }

  /// round((side - crop) / 2.0) in Python.
  @Test(
    "Odd rests go where torchvision puts them",
    arguments: [(6, 2, 2), (5, 2, 2), (7, 2, 2), (7, 6, 0), (8, 5, 2), (9, 4, 2), (9, 2, 4)])
  func middle(side: Int, crop: Int, left: Int) throws {
    #expect(PixelRectangle(middleOf: (side, side), width: crop, height: crop).left == left)
    #expect(try Self.places(side, side, .rgb).centerCropped(width: crop, height: crop).pixels[0] == UInt8(left))
  }

  static let outside: [PixelRectangle] = [
    .init(left: -1, top: 0, width: 2, height: 2), .init(left: 5, top: 0, width: 2, height: 2),
    .init(left: 0, top: 4, width: 1, height: 2), .init(left: 0, top: 0, width: 0, height: 1),
    .init(left: .max, top: 0, width: 1, height: 1), .init(left: 0, top: 0, width: .max, height: 1),
  ]

  @Test("Parts outside are refused", arguments: outside)
  func refusals(part: PixelRectangle) throws {
    let image = try Self.places(6, 5, .rgb)
    #expect(throws: PixelError.self) { try image.cropped(to: part) }
    #expect(throws: PixelError.self) { try image.resized(width: 6, height: 5, filter: .area, keeping: part) }
    #expect(throws: PixelError.self) { try image.fitted(toSquareOf: 0) }
    #expect(throws: PixelError.self) { try image.fitted(toSquareOf: .max) }
    #expect(throws: PixelError.self) { try image.centerCropped(width: 7, height: 1) }
  }
}
