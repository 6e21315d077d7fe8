import Runtime
import Testing

@testable import Images

@Suite("Perceptual hashes")
struct PerceptualHashTests {
  /// Blurred noise: as uneven as a photo.
  private static func image(_ seed: UInt64, side: Int = 96) throws -> PixelImage {
    var generator = SeededGenerator(seed: seed)
    let small = try PixelImage(
      width: 8, height: 8, channels: .rgb, pixels: (0..<192).map { _ in UInt8(generator.next() & 255) })
    return try small.resized(width: side, height: side, filter: .bicubic)
  }

  @Test("An image resized, compressed or made brighter keeps its hash nearly; strangers differ in half of the bits")
  func hashes() throws {
    var strangers: [Int] = []
    for seed in UInt64(0)..<20 {
      let image = try Self.image(seed)
      let hash = try PerceptualHash(image)
      let small = try PerceptualHash(image.resized(width: 60, height: 50, filter: .bilinear))
      var brighter = image
      brighter.pixels = image.pixels.map { UInt8(clamping: Int($0) * 9 / 10 + 20) }
      #expect(hash.distance(to: small) <= 6, "seed \(seed)")
      #expect(hash.distance(to: try PerceptualHash(brighter)) <= 4, "seed \(seed)")
      strangers.append(hash.distance(to: try PerceptualHash(Self.image(seed + 100))))
    }
    #expect((strangers.min() ?? 0) > 12 && (24...40).contains(strangers.reduce(0, +) / strangers.count))
  }

  @Test("Near hashes are those that comparing all with all finds", arguments: [0, 3, 6, 15])
  func neighbors(distance: Int) {
    var generator = SeededGenerator(seed: 3)
    var hashes = (0..<300).map { _ in PerceptualHash(bits: generator.next()) }
    for number in 0..<100 {
      var bits = hashes[number].bits
      for _ in 0..<number % 20 { bits ^= 1 << (generator.next() % 64) }
      hashes.append(PerceptualHash(bits: bits))
    }
    let finder = HashNeighbors(hashes, distance: distance)
    var pairs = 0
    for hash in hashes {
      let near = finder.near(hash)
      let expected = hashes.indices.filter { hashes[$0].distance(to: hash) <= distance }
      #expect(near.map(\.number).sorted() == expected)
      #expect(near.first?.distance == 0)
      pairs += near.count
    }
    #expect(pairs > hashes.count, "no two are near, so that nothing was tried")
  }

  @Test("What shows nothing has no hash that could be compared; little contrast has one")
  func plain() throws {
    for level in [0, 128, 255] as [UInt8] {
      var image = try PixelImage(
        width: 40, height: 30, channels: .rgb, pixels: [UInt8](repeating: level, count: 3_600))
      #expect(try PerceptualHash(ofDetailed: image) == nil)
      image.pixels[1_800] ^= 64
      #expect(try PerceptualHash(ofDetailed: image) == nil)
    }
    var faint = try Self.image(1)
    faint.pixels = faint.pixels.map { 100 + $0 / 5 }
    #expect(try PerceptualHash(ofDetailed: faint) == PerceptualHash(faint))
  }
}
