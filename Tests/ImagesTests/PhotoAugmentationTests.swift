import Testing

@testable import Images

@Suite("Photo augmentation")
struct PhotoAugmentationTests {
  static func image(_ side: Int) throws -> PixelImage {
    let pixels = (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 2) }
    return try PixelImage(width: side, height: side, channels: .rgb, pixels: pixels)
  }

  @Test("Nothing is changed where every range is closed")
  func identity() throws {
    let image = try Self.image(24)
    var generator = TestGenerator(seed: 1)
    #expect(try PhotoAugmentation.none.apply(to: image, side: 24, using: &generator) == image)
  }

  @Test("A mirrored image has left and right exchanged")
  func mirrored() throws {
    let image = try Self.image(10)
    var augmentation = PhotoAugmentation.none
    augmentation.mirrored = 1
    var generator = TestGenerator(seed: 1)
    let mirrored = try augmentation.apply(to: image, side: 10, using: &generator)
    for y in 0..<10 {
      for x in 0..<10 {
        #expect(
          Array(mirrored.pixels[(y * 10 + x) * 3..<(y * 10 + x) * 3 + 3])
            == Array(image.pixels[(y * 10 + 9 - x) * 3..<(y * 10 + 9 - x) * 3 + 3]))
      }
    }
  }

  @Test("Seen from farther away, the background shows around the image")
  func background() throws {
    let image = PixelImage(width: 20, height: 20, filledWith: .black)
    var augmentation = PhotoAugmentation.none
    augmentation.extent = 2...2
    var generator = TestGenerator(seed: 1)
    let small = try augmentation.apply(to: image, side: 20, using: &generator)
    let reds = (0..<20).map { small.pixels[(10 * 20 + $0) * 3] }
    #expect(reds == [255, 255, 255, 255, 255] + [UInt8](repeating: 0, count: 10) + [255, 255, 255, 255, 255])
  }

  @Test("Full graying leaves no color, and gains turn about the background")
  func colors() throws {
    let image = try PixelImage(width: 1, height: 1, channels: .rgb, pixels: [255, 105, 0])
    var augmentation = PhotoAugmentation.none
    augmentation.graying = 1...1
    var generator = TestGenerator(seed: 1)
    #expect(try augmentation.apply(to: image, side: 1, using: &generator).pixels == [120, 120, 120])
    augmentation = .none
    augmentation.gain = 0.5...0.5
    #expect(try augmentation.apply(to: image, side: 1, using: &generator).pixels == [255, 180, 128])
  }

  @Test("The same generator gives the same image, another one another")
  func seeds() throws {
    let image = try Self.image(32)
    let results = try [UInt64(1), 1, 2].map { seed in
      var generator = TestGenerator(seed: seed)
      return try PhotoAugmentation().apply(to: image, side: 32, using: &generator)
    }
    #expect(results[0] == results[1])
    #expect(results[0] != results[2])
  }

  @Test("Images of every small size are warped, also too narrow for whole reads", arguments: 1...9)
  func small(side: Int) throws {
    let image = try Self.image(side)
    var generator = TestGenerator(seed: 1)
    #expect(try PhotoAugmentation.none.apply(to: image, side: side, using: &generator) == image)
    let warped = try PhotoAugmentation().apply(to: image, side: 7, using: &generator)
    #expect(warped.pixels.count == 147)
  }

  @Test("The warp agrees with a slow one in floating point")
  func reference() throws {
    let image = try Self.image(16)
    var augmentation = PhotoAugmentation.none
    augmentation.rotation = 0.25
    augmentation.shift = 0.3
    augmentation.extent = 0.6...1.6
    for seed in UInt64(0)..<20 {
      var (fast, slow) = (TestGenerator(seed: seed), TestGenerator(seed: seed))
      let warped = try augmentation.apply(to: image, side: 16, using: &fast)
      let matrix = augmentation.drawPlacement(from: image, side: 16, using: &slow).map(Double.init)
      for y in 0..<16 {
        for x in 0..<16 {
          let expected = Self.sample(
            image, matrix[0] * Double(x) + matrix[1] * Double(y) + matrix[2],
            matrix[3] * Double(x) + matrix[4] * Double(y) + matrix[5])
          // Weights are cut off to 1/128: at most two levels a direction on images as rough as this.
          #expect(abs(Double(warped.pixels[(y * 16 + x) * 3]) - expected) < 4.5)
        }
      }
    }
  }

  /// Red at a place, white outside.
  static func sample(_ image: PixelImage, _ x: Double, _ y: Double) -> Double {
    func value(_ column: Int, _ row: Int) -> Double {
      guard (0..<image.width).contains(column), (0..<image.height).contains(row) else { return 255 }
      return Double(image.pixels[(row * image.width + column) * 3])
    }
    let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let (right, below) = (x - Double(column), y - Double(row))
    let top = value(column, row) * (1 - right) + value(column + 1, row) * right
    let bottom = value(column, row + 1) * (1 - right) + value(column + 1, row + 1) * right
    return top * (1 - below) + bottom * below
  }
}
