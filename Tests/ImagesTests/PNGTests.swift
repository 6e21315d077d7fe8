import FoundationEssentials
import Testing

@testable import Images

@Suite("PNG")
struct PNGTests {
  /// An image with smooth and rough parts, from arithmetic.
  static func image(_ width: Int, _ height: Int, _ channels: PixelImage.Channels) throws -> PixelImage {
    let count = width * height * channels.rawValue
    return try PixelImage(
      width: width, height: height, channels: channels,
      pixels: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ ($0 >> 3)) })
  }

  @Test("What was encoded is decoded again", arguments: [(1, 1), (3, 2), (96, 96), (7, 129)], [0, 1, 6, 9])
  func roundTrip(size: (Int, Int), level: Int) throws {
    for channels in [PixelImage.Channels.rgb, .rgba] {
      let image = try Self.image(size.0, size.1, channels)
      #expect(try PNG.decode(PNG.encode(image, level: level)) == image)
    }
  }

  @Test("Damaged files are errors, never crashes")
  func mutations() throws {
    let whole = try PNG.encode(Self.image(40, 30, .rgba))
    var generator = TestGenerator(seed: 5)
    var refused = 0
    for _ in 0..<500 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
      do { _ = try PNG.decode(bytes, options: DecodingOptions(pixelLimit: 1 << 20)) } catch let error as PixelError {
        refused += 1
        #expect(error.description.hasPrefix("the PNG "))
      }
    }
    #expect(refused > 400)
  }

  @Test("A claim of too many pixels is refused before anything is allocated")
  func limit() throws {
    var bytes = try PNG.encode(Self.image(8, 8, .rgb))
    #expect(throws: PixelError("the PNG claims 8 × 8 pixels; at most 63 are read")) {
      try PNG.decode(bytes, options: DecodingOptions(pixelLimit: 63))
    }
    bytes.removeAll()
    #expect(throws: PixelError("the PNG cannot be read: it is empty")) { try PNG.decode(bytes) }
  }

  @Test("A missing file is named")
  func missing() {
    #expect(throws: PixelError("/nowhere/a.png: the file is missing or cannot be opened")) {
      try PNG.read("/nowhere/a.png")
    }
  }
}

/// SplitMix64 (Steele et al. 2014).
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
