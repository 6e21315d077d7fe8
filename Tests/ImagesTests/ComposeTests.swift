import Testing

@testable import Images

@Suite("Compose and cut")
struct ComposeTests {
  @Test("Alpha mixes with the background", arguments: [(0, 255), (255, 10), (128, 132), (51, 206)])
  func straight(alpha: Int, expected: Int) throws {
    let image = try PixelImage(width: 1, height: 1, channels: .rgba, pixels: [10, 10, 10, UInt8(alpha)])
    #expect(image.composed(on: .white).pixels == [UInt8](repeating: UInt8(expected), count: 3))
  }

  @Test("Premultiplied glyphs are reordered and laid over the background")
  func premultiplied() throws {
    // Two rows of one pixel and four bytes that belong to none: opaque, then a quarter (64 of 255) opaque.
    let bytes: [UInt8] = [10, 20, 30, 255, 9, 9, 9, 9, 16, 0, 64, 64, 9, 9, 9, 9]
    let image = try bytes.withUnsafeBytes {
      try PixelImage(premultipliedBGRA: $0, width: 1, height: 2, pitch: 8, on: .white)
    }
    #expect(image.pixels == [30, 20, 10, 255, 191, 207])
    #expect(throws: PixelError.self) {
      try bytes.withUnsafeBytes { try PixelImage(premultipliedBGRA: $0, width: 3, height: 2, pitch: 8, on: .white) }
    }
  }

  @Test("A square holds the image in its middle")
  func squared() throws {
    let image = try PixelImage(width: 1, height: 3, channels: .rgb, pixels: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    let white: [UInt8] = [255, 255, 255]
    let rows: [[UInt8]] = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    #expect(image.squared(on: .white).pixels == rows.flatMap { white + $0 + white })
  }

  @Test("Patches are rows of pixels, row by row of the grid")
  func patches() throws {
    // Each pixel's red is its x, its green its y.
    let pixels = (0..<4).flatMap { y in (0..<6).flatMap { x -> [UInt8] in [UInt8(x), UInt8(y), 0] } }
    let image = try PixelImage(width: 6, height: 4, channels: .rgb, pixels: pixels)
    let sequence = try PatchSequence(cutting: image, patchSize: 2)
    #expect(sequence.rows == [0, 0, 0, 1, 1, 1])
    #expect(sequence.columns == [0, 1, 2, 0, 1, 2])
    #expect(Array(sequence.pixels[4 * 12..<5 * 12]) == [2, 2, 0, 3, 2, 0, 2, 3, 0, 3, 3, 0])
    #expect(throws: PixelError.self) { try PatchSequence(cutting: image, patchSize: 4) }
    #expect(throws: PixelError.self) { try PatchSequence(cutting: image, patchSize: 0) }
  }

  @Test("What is no whole patch, right and below, is left out where that is asked for")
  func rest() throws {
    let values = (0..<7 * 5 * 3).map { UInt8($0) }
    let image = try PixelImage(width: 7, height: 5, channels: .rgb, pixels: values)
    let sequence = try PatchSequence(cutting: image, patchSize: 3, dropRemainder: true)
    let whole = try image.cropped(to: PixelRectangle(left: 0, top: 0, width: 6, height: 3))
    #expect(try sequence == PatchSequence(cutting: whole, patchSize: 3))
    #expect(sequence.rows == [0, 0] && sequence.columns == [0, 1])
    #expect(throws: PixelError.self) { try PatchSequence(cutting: image, patchSize: 3) }
    #expect(throws: PixelError.self) { try PatchSequence(cutting: image, patchSize: 6, dropRemainder: true) }
  }
}
