import FoundationEssentials
import TestSupport
import Testing

@testable import Images

/// Images that `Fixtures/augment/make_augment.py` made, with the lines that say how.
enum AugmentationFixtures {
  struct Case: Sendable, CustomStringConvertible {
    let name: String
    let arguments: [Double]
    let expected: PixelImage
    var description: String { ([name] + arguments.map { "\($0)" }).joined(separator: " ") }
  }

  static func input() throws -> PixelImage { try PNG.read(Fixture.path("augment/input.png")) }

  /// One case for each line of `name.txt`, whose image is the next one in `name.png` from the top.
  static func cases(_ name: String) throws -> [Case] {
    let sheet = try PNG.read(Fixture.path("augment/\(name).png"))
    let size = try input().pixels.count
    return try lines(name).enumerated().map { index, words in
      let image = try PixelImage(
        width: 24, height: 20, channels: .rgb, pixels: Array(sheet.pixels[index * size..<(index + 1) * size]))
      return Case(
        name: words[0], arguments: try words.dropFirst().map { try #require(Double($0)) }, expected: image)
    }
  }

  /// The words of every line of `name.txt`.
  static func lines(_ name: String) throws -> [[String]] {
    let text = try String(contentsOfFile: Fixture.path("augment/\(name).txt"), encoding: .utf8)
    return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  /// The largest difference of a sample; 256 where the images differ in form.
  static func distance(_ a: PixelImage, _ b: PixelImage) -> Int {
    guard a.width == b.width, a.height == b.height, a.channels == b.channels else { return 256 }
    return zip(a.pixels, b.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }

  /// An image without pattern, from arithmetic.
  static func noise(_ width: Int, _ height: Int, seed: UInt64 = 1) throws -> PixelImage {
    var generator = TestGenerator(seed: seed)
    return try PixelImage(
      width: width, height: height, channels: .rgb,
      pixels: (0..<width * height * 3).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 40) })
  }
}

/// Counts what is drawn.
struct CountingGenerator: RandomNumberGenerator {
  var base: TestGenerator
  var draws = 0
  mutating func next() -> UInt64 {
    draws += 1
    return base.next()
  }
}
