import Testing

@testable import Images

@Suite("Random resized crop")
struct RandomResizedCropTests {
  /// The settings that lines of crops.txt are numbered by; the last is for outputs of 2 : 1.
  static let settings: [(crop: RandomResizedCrop, outputAspect: Double)] = [
    (RandomResizedCrop(), 1), (RandomResizedCrop(area: 0.9...1), 1),
    (RandomResizedCrop(area: 0.5...0.5, aspectRatio: 1...1), 1), (RandomResizedCrop(area: 0.2...1), 2),
  ]

  @Test("Parts are torchvision's, drawn by the same numbers")
  func parts() throws {
    let lines = try AugmentationFixtures.lines("crops").map { try $0.map { try #require(Int($0)) } }
    #expect(lines.count == 84)
    for line in lines {
      var generator = TestGenerator(seed: UInt64(line[3]))
      let setting = Self.settings[line[0]]
      let part = setting.crop.draw(
        width: line[1], height: line[2], outputAspect: setting.outputAspect, using: &generator)
      #expect(part == PixelRectangle(left: line[4], top: line[5], width: line[6], height: line[7]), "\(line)")
    }
  }

  @Test("A part is resampled as if it had been cut out first, mirrored as if turned afterwards")
  func inPlace() throws {
    let image = try AugmentationFixtures.noise(31, 23)
    let part = PixelRectangle(left: 5, top: 3, width: 17, height: 11)
    let cut = try Self.cut(image, to: part)
    for filter in ResampleFilter.allCases {
      for (width, height) in [(8, 8), (17, 11), (40, 5), (1, 1)] {
        let expected = try cut.resized(width: width, height: height, filter: filter)
        #expect(try image.resized(from: part, width: width, height: height, filter: filter) == expected)
        let mirrored = try image.resized(from: part, width: width, height: height, filter: filter, mirrored: true)
        #expect(mirrored == (try Self.mirror(expected)))
      }
    }
  }

  static func cut(_ image: PixelImage, to part: PixelRectangle) throws -> PixelImage {
    var pixels: [UInt8] = []
    for y in part.top..<part.top + part.height {
      let start = (y * image.width + part.left) * 3
      pixels += image.pixels[start..<start + part.width * 3]
    }
    return try PixelImage(width: part.width, height: part.height, channels: .rgb, pixels: pixels)
  }

  static func mirror(_ image: PixelImage) throws -> PixelImage {
    var pixels: [UInt8] = []
    for y in 0..<image.height {
      for x in (0..<image.width).reversed() {
        let start = (y * image.width + x) * 3
        pixels += image.pixels[start..<start + 3]
      }
    }
    return try PixelImage(width: image.width, height: image.height, channels: .rgb, pixels: pixels)
  }

  /// Pillow rounds to bytes between the two directions, and its weights to 1/2^22.
  @Test("A resized part is Pillow's to one level")
  func pillow() throws {
    let image = try AugmentationFixtures.input()
    let cases = try AugmentationFixtures.cases("pillow").filter { $0.name == "crop" }
    #expect(cases.count == 3)
    for fixture in cases {
      let box = fixture.arguments.map { Int($0) }
      let part = PixelRectangle(left: box[0], top: box[1], width: box[2] - box[0], height: box[3] - box[1])
      let resized = try image.resized(from: part, width: 24, height: 20, filter: .bilinear)
      #expect(AugmentationFixtures.distance(resized, fixture.expected) <= 1, "\(fixture)")
    }
  }

  @Test(
    "Parts that leave the image are refused",
    arguments: [(-1, 0, 2, 2), (0, 0, 6, 2), (4, 0, 2, 2), (0, 3, 1, 2), (0, 0, 0, 1), (Int.max, 0, 5, 1)])
  func outside(left: Int, top: Int, width: Int, height: Int) throws {
    let image = try AugmentationFixtures.noise(5, 4)
    let part = PixelRectangle(left: left, top: top, width: width, height: height)
    #expect(throws: PixelError("\(part) does not lie inside an image of 5 × 4 pixels")) {
      try image.resized(from: part, width: 2, height: 2)
    }
  }
}
