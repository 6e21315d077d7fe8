import Testing

@testable import Images

@Suite("Color jitter")
struct ColorJitterTests {
  /// Pillow's names, what they are here, and how far they may lie apart.
  static func apply(_ fixture: AugmentationFixtures.Case, to image: inout PixelImage) throws -> Int? {
    let number = Float(fixture.arguments.first ?? 0)
    switch fixture.name {
    case "brightness": image.recolor(.brightness(number))
    case "contrast": image.recolor(.contrast(number))
    case "saturation": image.recolor(.saturation(number))
    case "gray": image.recolor(.saturation(0))
    case "equalize": image.apply(.equalize)
    case "posterize": image.apply(.posterize(bits: Int(number)))
    case "solarize": image.apply(.solarize(threshold: Int(number)))
    case "autocontrast":
      // In float32 a product that should be whole may lie just below.
      image.apply(.autoContrast)
      return 1
    case "sharpness":
      // Pillow rounds the smooth image where TensorFlow cuts it off: 1 times 0.9, and once more when cutting off.
      image.apply(.sharpness(number))
      return 2
    case "hue":
      // Pillow cuts hue off to 255 steps of a circle and the turn likewise, a step being 6/255 of a pixel's range of
      // values, and saturation to 255 steps: 3 × 6 + 1 levels at worst, 10 on this image.
      image.recolor(.hue(turn: number))
      return 12
    default: return nil
    }
    return 0
  }

  @Test("Colors change as Pillow changes them")
  func pillow() throws {
    var compared: Set<String> = []
    for fixture in try AugmentationFixtures.cases("pillow") {
      var image = try AugmentationFixtures.input()
      guard let tolerance = try Self.apply(fixture, to: &image) else { continue }
      compared.insert(fixture.name)
      #expect(AugmentationFixtures.distance(image, fixture.expected) <= tolerance, "\(fixture)")
    }
    #expect(compared.count == 10)
  }

  /// Float32 against double precision: only values at a half may be rounded the other way.
  @Test("Hues turn and images blur as in double precision")
  func exact() throws {
    for fixture in try AugmentationFixtures.cases("exact") {
      var image = try AugmentationFixtures.input()
      let number = try #require(fixture.arguments.first)
      if fixture.name == "hue" {
        image.recolor(.hue(turn: Float(number)))
      } else {
        image = image.blurred(deviation: number)
      }
      #expect(AugmentationFixtures.distance(image, fixture.expected) <= 1, "\(fixture)")
      let different = zip(image.pixels, fixture.expected.pixels).count { $0 != $1 }
      #expect(different < 15, "\(fixture)")  // of 1,440
    }
  }

  @Test("Contrast turns about the mean gray, rounded")
  func contrast() throws {
    var image = try PixelImage(width: 2, height: 1, channels: .rgb, pixels: [10, 10, 10, 11, 11, 11])
    image.recolor(.contrast(0))
    #expect(image.pixels == [11, 11, 11, 11, 11, 11])
  }

  @Test("A full turn of the circle in thirds exchanges the channels")
  func thirds() throws {
    var image = try PixelImage(width: 2, height: 1, channels: .rgb, pixels: [200, 30, 77, 9, 9, 9])
    image.recolor(.hue(turn: 1.0 / 3))
    #expect(image.pixels == [77, 200, 30, 9, 9, 9])
    image.recolor(.hue(turn: -1.0 / 3))
    #expect(image.pixels == [200, 30, 77, 9, 9, 9])
  }

  @Test("Numbers become torchvision's ranges")
  func ranges() throws {
    let jitter = ColorJitter(brightness: 0.4, contrast: 2, hue: 0.1)
    #expect(jitter.brightness == 0.6...1.4)
    #expect(jitter.contrast == 0...3)
    #expect(jitter.saturation == 1...1)
    #expect(jitter.hue == -0.1...0.1)
    try jitter.check()
    #expect(throws: PixelError.self) { try ColorJitter(brightness: .nan).check() }
  }

  @Test("Every order of the four changes is drawn")
  func orders() throws {
    let image = try AugmentationFixtures.noise(3, 3)
    let jitter = {
      var jitter = ColorJitter()
      (jitter.brightness, jitter.contrast) = (1.3...1.3, 0.5...0.5)
      (jitter.saturation, jitter.hue) = (1.7...1.7, 0.2...0.2)
      return jitter
    }()
    var generator = TestGenerator(seed: 1)
    var results: [[UInt8]: Int] = [:]
    for _ in 0..<2400 {
      var changed = image
      jitter.apply(to: &changed, using: &generator)
      results[changed.pixels, default: 0] += 1
    }
    // Some of the 24 orders may agree on so small an image; no one may be drawn much more often than its share of 100.
    #expect(results.count >= 12)
    #expect((results.values.max() ?? 0) < 300)
  }
}
