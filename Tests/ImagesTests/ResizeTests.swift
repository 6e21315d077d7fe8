import Testing

@testable import Images

@Suite("Resize")
struct ResizeTests {
  static func gray(_ width: Int, _ values: [UInt8]) throws -> PixelImage {
    try PixelImage(
      width: width, height: values.count / width, channels: .rgb, pixels: values.flatMap { [$0, $0, $0] })
  }

  static func values(_ image: PixelImage) -> [UInt8] {
    stride(from: 0, to: image.pixels.count, by: 3).map { image.pixels[$0] }
  }

  /// One line of pixels, computed by hand from the filters' definitions.
  static let lines: [(filter: ResampleFilter, from: [UInt8], to: [UInt8])] = [
    (.area, [0, 100, 200, 40], [50, 120]),
    (.area, [0, 90, 30], [30, 50]),  // (0 + 90/2) / 1.5, (90/2 + 30) / 1.5
    (.area, [10, 20], [10, 10, 20, 20]),
    // Weights 3, 3, 1 (of 4ths of the triangle 2 wide around 1) and their mirror.
    (.bilinear, [0, 70, 140, 210], [50, 160]),
    (.bilinear, [0, 100], [0, 25, 75, 100]),
    (.bilinearPlain, [0, 100, 200, 40], [50, 120]),
    (.bilinearPlain, [0, 10, 20, 30, 40, 50, 60, 70], [15, 55]),
    (.bilinearPlain, [0, 100], [0, 25, 75, 100]),
    (.bilinearPlain, [7], [7, 7, 7]),
    (.bilinear, [9, 9, 9, 9, 9, 9, 9], [9, 9, 9]),
  ]

  @Test("Lines match tables made by hand, across and down", arguments: lines)
  func table(filter: ResampleFilter, from: [UInt8], to: [UInt8]) throws {
    let across = try Self.gray(from.count, from).resized(width: to.count, height: 1, filter: filter)
    #expect(Self.values(across) == to)
    let down = try Self.gray(1, from).resized(width: 1, height: to.count, filter: filter)
    #expect(Self.values(down) == to)
  }

  @Test("Both directions work at once")
  func plane() throws {
    let image = try Self.gray(4, [0, 0, 80, 80, 0, 0, 80, 80, 40, 40, 200, 200, 40, 40, 200, 200])
    #expect(Self.values(try image.resized(width: 2, height: 2, filter: .area)) == [0, 80, 40, 200])
  }

  @Test("Impossible sizes and images with alpha are refused")
  func refusals() throws {
    let image = try Self.gray(1, [5])
    #expect(throws: PixelError("an image cannot be resized to 0 × 4 pixels")) {
      try image.resized(width: 0, height: 4)
    }
    let clear = try PixelImage(width: 1, height: 1, channels: .rgba, pixels: [1, 2, 3, 4])
    #expect(throws: PixelError("an image with alpha cannot be resized; compose it on a background first")) {
      try clear.resized(width: 2, height: 2)
    }
  }
}
