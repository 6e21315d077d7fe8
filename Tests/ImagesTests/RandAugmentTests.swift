import Testing

@testable import Images

@Suite("RandAugment")
struct RandAugmentTests {
  static func change(_ fixture: AugmentationFixtures.Case) throws -> RandAugmentChange {
    let numbers = fixture.arguments
    func number(_ index: Int) throws -> Double { try #require(numbers.count > index ? numbers[index] : nil) }
    switch try #require(RandAugmentOperation(rawValue: fixture.name)) {
    case .autoContrast: return .autoContrast
    case .equalize: return .equalize
    case .invert: return .invert
    case .rotate: return .rotate(degrees: Float(try number(0)))
    case .posterize: return .posterize(bits: Int(try number(0)))
    case .solarize: return .solarize(threshold: Int(try number(0)) % 256)
    case .solarizeAdd: return .solarizeAdd(Int(try number(0)))
    case .color: return .color(Float(try number(0)))
    case .contrast: return .contrast(Float(try number(0)))
    case .brightness: return .brightness(Float(try number(0)))
    case .sharpness: return .sharpness(Float(try number(0)))
    case .shearX: return .shearX(Float(try number(0)))
    case .shearY: return .shearY(Float(try number(0)))
    case .translateX: return .translateX(pixels: Float(try number(0)))
    case .translateY: return .translateY(pixels: Float(try number(0)))
    case .cutout: return .cutout(radius: Int(try number(0)), row: Int(try number(1)), column: Int(try number(2)))
    }
  }

  /// The restatement cuts off whole numbers and float32 as TensorFlow does, in the same order, so nothing may differ.
  @Test("Every change is big_vision's to the byte")
  func changes() throws {
    let cases = try AugmentationFixtures.cases("randaugment")
    #expect(Set(cases.map(\.name)) == Set(RandAugmentOperation.allCases.map(\.rawValue)))
    for fixture in cases {
      var image = try AugmentationFixtures.input()
      image.apply(try Self.change(fixture))
      #expect(AugmentationFixtures.distance(image, fixture.expected) == 0, "\(fixture)")
    }
  }

  /// What `level_to_arg` of big_vision gives, with `cutout_const` 40 and `translate_const` 100.
  static let strengths: [(magnitude: Int, changes: [RandAugmentChange])] = [
    (
      10,
      [
        .autoContrast, .equalize, .invert, .rotate(degrees: 30), .posterize(bits: 4), .solarize(threshold: 0),
        .color(1.9), .contrast(1.9), .brightness(1.9), .sharpness(1.9), .shearX(0.3), .shearY(0.3),
        .translateX(pixels: 100), .translateY(pixels: 100), .cutout(radius: 40, row: 5, column: 6), .solarizeAdd(110),
      ]
    ),
    (
      7,
      [
        .autoContrast, .equalize, .invert, .rotate(degrees: 21), .posterize(bits: 2), .solarize(threshold: 179),
        .color(1.36), .contrast(1.36), .brightness(1.36), .sharpness(1.36), .shearX(0.21), .shearY(0.21),
        .translateX(pixels: 70), .translateY(pixels: 70), .cutout(radius: 28, row: 5, column: 6), .solarizeAdd(77),
      ]
    ),
    (
      15,
      [
        .autoContrast, .equalize, .invert, .rotate(degrees: 45), .posterize(bits: 6), .solarize(threshold: 128),
        .color(2.8), .contrast(2.8), .brightness(2.8), .sharpness(2.8), .shearX(0.45), .shearY(0.45),
        .translateX(pixels: 150), .translateY(pixels: 150), .cutout(radius: 60, row: 5, column: 6), .solarizeAdd(165),
      ]
    ),
  ]

  @Test("A magnitude means what it means in big_vision", arguments: strengths)
  func magnitudes(magnitude: Int, changes: [RandAugmentChange]) {
    for (kind, change) in zip(RandAugmentOperation.allCases, changes) {
      #expect(kind.change(magnitude: magnitude, negated: false, place: (row: 5, column: 6)) == change)
    }
    let turned = RandAugmentOperation.allCases.filter {
      $0.change(magnitude: magnitude, negated: true, place: (5, 6))
        != $0.change(
          magnitude: magnitude, negated: false, place: (5, 6))
    }
    #expect(turned == [.rotate, .shearX, .shearY, .translateX, .translateY])
  }

  @Test("Contrast turns about the number of pixels over 256, at most 255")
  func contrastOfLargeImages() {
    var image = PixelImage(width: 300, height: 300, filledWith: Color(red: 55, green: 255, blue: 0))
    image.apply(.contrast(0.5))
    #expect(Array(image.pixels.prefix(3)) == [155, 255, 127])
    image = PixelImage(width: 250, height: 250, filledWith: Color(red: 55, green: 255, blue: 0))
    image.apply(.contrast(0.5))  // about 244
    #expect(Array(image.pixels.prefix(3)) == [149, 249, 122])
  }

  @Test("Equalizing spreads values by how many lie below them")
  func equalize() throws {
    // A step is (1600 - 500) / 255 = 4 pixels; 0, 602 and 1100 lie below, each with half a step more.
    let values = [3, 9, 200].flatMap { value in
      [UInt8](repeating: UInt8(value), count: 3 * (value == 3 ? 602 : value == 9 ? 498 : 500))
    }
    var image = try PixelImage(width: 40, height: 40, channels: .rgb, pixels: values)
    image.apply(.equalize)
    #expect([0, 602, 1100].map { image.pixels[$0 * 3] } == [0, 151, 255])
  }

  @Test("Every kind is drawn about as often, negative half of the time, and cut out everywhere")
  func frequencies() {
    var generator = TestGenerator(seed: 1)
    let drawn = (0..<16_000).map { _ in RandAugment().draw(width: 4, height: 3, using: &generator) }
    let cuts = drawn.compactMap { if case .cutout(_, let row, let column) = $0 { row * 4 + column } else { nil } }
    let degrees = drawn.compactMap { if case .rotate(let degrees) = $0 { degrees } else { nil } }
    // 1,000 of each are expected with a deviation of 31; 4 deviations either way.
    #expect((876...1124).contains(cuts.count))
    #expect((876...1124).contains(drawn.count { $0 == .autoContrast }))
    #expect((876...1124).contains(drawn.count { $0 == .solarizeAdd(110) }))
    #expect(Set(cuts) == Set(0..<12))
    #expect(Set(degrees) == [30, -30])
    #expect((400...600).contains(degrees.count { $0 > 0 }))
  }

  @Test("Images of one pixel and of one line survive every change", arguments: [(1, 1), (1, 9), (9, 1), (2, 2)])
  func small(size: (Int, Int)) throws {
    for kind in RandAugmentOperation.allCases {
      for magnitude in [0, 10, 20] {
        var image = try AugmentationFixtures.noise(size.0, size.1)
        image.apply(kind.change(magnitude: magnitude, negated: true, place: (row: size.1 - 1, column: 0)))
        #expect((image.width, image.height, image.pixels.count) == (size.0, size.1, size.0 * size.1 * 3))
      }
    }
    let line = try AugmentationFixtures.noise(9, 1)
    var sharp = line
    sharp.apply(.sharpness(1.9))
    #expect(sharp == line)  // it has only border
  }
}
